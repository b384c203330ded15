import { describe, expect, it } from 'vitest';
import { keptFiles, readText } from './source.js';

/** Things that belong to one machine, one network or one person, and not into the repository. */
const FOREIGN: readonly (readonly [string, RegExp])[] = [
  ['folder of one machine', /(?<![\w.$}])\/(work|root|home|Users)\/[\w.-]+/],
  ['registry', /"resolved":|\/\/[\w.-]+\/(artifactory|repository|nexus)\b|_authToken|^\s*registry\s*=/m],
  ['private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['token', /\b(ghp|gho|glpat|xox[bap]|sk-ant|AKIA)[-_A-Za-z0-9]{16,}/],
  ['password in an address', /:\/\/[\w-]+:(?!\$\{|password@)[^@\s/'"`]{6,}@/],
];

const OPEN_WORK = /\b(TO-?DO|FIX-?ME|XXX|HACK)\b/;

/** This file contains the patterns itself. */
const texts = keptFiles()
  .filter((path) => !/\.(gz|binpb|png)$/.test(path) && path !== 'test/tidy/secrets.test.ts')
  .map((path) => ({ path, text: readText(path) }));

describe('a committed file', () => {
  it.each(FOREIGN)('holds no %s', (_, sign) => {
    const found = texts.flatMap(({ path, text }) => (sign.test(text) ? [`${path}: ${sign.exec(text)?.[0]}`] : []));
    expect(found).toEqual([]);
  });

  it('holds no markers of open work: open work is an issue', () => {
    const ours = texts.filter(({ path }) => !path.startsWith('libs/contracts/google/'));
    expect(ours.filter(({ text }) => OPEN_WORK.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('is at most one megabyte', () => {
    expect(texts.filter(({ text }) => text.length > 1_000_000).map(({ path }) => path)).toEqual([]);
  });
});
