import { describe, expect, it } from 'vitest';
import { Class, Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { type Source, sourceOf, sources } from './source.js';

const ENUMS = [
  ['class', CLASSES, Class, 'CLASS_'],
  ['origin', ORIGINS, Origin, 'ORIGIN_'],
] as const;

/** A word beside its number, or a number of the contract: a second table. */
const SECOND_TABLE = /\b(ACCOUNTABLE|EXCLUDED|OTHERS|REPORTED|IMPORTED|GENERATED)'?:\s*\d|\.(CLASS|ORIGIN)_[A-Z]+\b/;
const HOME = 'libs/domain/observation.ts';

const tables = (files: readonly Source[]) =>
  files.filter(({ path, code }) => path !== HOME && SECOND_TABLE.test(code)).map(({ path }) => path);

describe('the words of class and origin', () => {
  it.each(ENUMS)('%s has the numbers of the contract, and a word for each of them', (_, words, contract, prefix) => {
    const sent = Object.entries(contract).filter(([, number]) => typeof number === 'number' && number > 0);
    const ours = words.words.map((word) => `${prefix}${word}`);
    expect(ours).toEqual(sent.map(([name]) => name));
    for (const [name, number] of sent) expect(`${prefix}${words.wordOf(Number(number))}`).toBe(name);
  });

  it('stand beside their numbers in one file only', () => {
    const code = sources().filter(({ path, isTest }) => !isTest && /^(libs|services)\//.test(path));
    expect(tables(code)).toEqual([]);
  });

  it.each(['const CLASS_NUMBER = { ACCOUNTABLE: 1 };', "new Map([[Origin.ORIGIN_REPORTED, 'REPORTED']]);"])(
    'a second table would be found: %s',
    (code) => {
      expect(tables([sourceOf('services/scoring/x.ts', code)])).toHaveLength(1);
    },
  );
});
