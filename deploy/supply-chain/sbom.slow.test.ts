import { describe, expect, it } from 'vitest';
import { lockedPackages } from './lock-file.js';
import { makeSbom, packageOf } from './sbom.js';

const named = (withTools: boolean) =>
  lockedPackages()
    .filter(({ isForDevelopment }) => withTools || !isForDevelopment)
    .map(({ name, version }) => `${name}@${version}`)
    .toSorted();

describe('the bill of materials', () => {
  const sbom = makeSbom({ withTools: false });
  const listed = sbom.components.map(packageOf).toSorted();

  it('lists every package of an installation with its version, and no other', () => {
    expect([...new Set(listed)]).toEqual(named(false));
    expect(listed).toEqual(expect.arrayContaining([expect.stringMatching(/^pg@/), expect.stringMatching(/^yaml@/)]));
  });

  it('names as needed only what it lists', () => {
    const known = new Set(sbom.components.map((one) => one['bom-ref']));
    const needed = sbom.dependencies.flatMap(({ dependsOn }) => dependsOn);
    expect(needed.filter((one) => !known.has(one))).toEqual([]);
  });

  it('lists every package of the lock file when tools are wanted, too', () => {
    const all = makeSbom({ withTools: true }).components.map(packageOf);
    expect([...new Set(all)].toSorted()).toEqual(named(true));
  });
});
