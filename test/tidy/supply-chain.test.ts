import { describe, expect, it } from 'vitest';
import { lockedPackages } from '#deploy/supply-chain/lock-file.js';
import { readText } from './source.js';

const { allowScripts } = JSON.parse(readText('package.json')) as {
  readonly allowScripts: Readonly<Record<string, boolean>>;
};

describe('install scripts', () => {
  it('run only of packages that package.json names, and each of these has one', () => {
    const wanting = lockedPackages().filter(({ hasInstallScript }) => hasInstallScript);
    expect(Object.keys(allowScripts).toSorted()).toEqual([...new Set(wanting.map(({ name }) => name))].toSorted());
    expect(Object.values(allowScripts).every((allowed) => allowed === true)).toBe(true);
  });
});

describe('every package of an installation', () => {
  // npm writes no hash for builds of tools for platforms on which it has not installed them.
  it('has a hash in the lock file, which npm compares', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as {
      readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly dev?: boolean }>>;
    };
    const without = Object.entries(packages).filter(
      ([path, { integrity, dev }]) => path !== '' && !dev && integrity === undefined,
    );
    expect(without.map(([path]) => path)).toEqual([]);
  });
});
