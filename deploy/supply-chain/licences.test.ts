import { describe, expect, it } from 'vitest';
import { licenceOf, unknownLicences } from './licences.js';
import { type LockedPackage, lockedPackages } from './lock-file.js';

const one = (license: string, isForDevelopment = false, name = 'it'): LockedPackage => {
  return { name, version: '1.0.0', license, isForDevelopment, hasInstallScript: false };
};

describe('the licences', () => {
  it('of all packages are known and allowed', () => {
    expect(unknownLicences(lockedPackages())).toEqual([]);
  });

  it.each([
    ['an unknown one', one('GPL-3.0-only'), ['it 1.0.0, in an installation: GPL-3.0-only']],
    ['none', one(''), ['it 1.0.0, in an installation: it declares no licence']],
    ['one that is for tools only, in an installation', one('MPL-2.0'), ['it 1.0.0, in an installation: MPL-2.0']],
    ['one that is for tools only, for development', one('MPL-2.0', true), []],
    ['a choice with one that is allowed', one('GPL-3.0-only OR MIT'), []],
    ['both of two that are allowed', one('(Apache-2.0 AND BSD-3-Clause)'), []],
    [
      'both of two of which one is not',
      one('MIT AND GPL-3.0-only'),
      ['it 1.0.0, in an installation: MIT AND GPL-3.0-only'],
    ],
    [
      'an expression in brackets',
      one('MIT OR (ISC AND GPL-3.0-only)'),
      ['it 1.0.0, in an installation: MIT OR (ISC AND GPL-3.0-only)'],
    ],
  ])('with %s', (_, package_, refused) => {
    expect(unknownLicences([package_])).toEqual(refused);
  });

  it('of a build for one platform is that of its package', () => {
    const tool = one('MIT', true, '@biomejs/biome');
    expect(licenceOf(one('', true, '@biomejs/cli-win32-x64'), [tool])).toBe('MIT');
  });
});
