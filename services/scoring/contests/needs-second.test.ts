import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { needsSecond } from './needs-second.js';

describe('a second reviewer', () => {
  it.each([
    ['the fourth of 200 cases is 2 %, which one may rule', 3n, 200n, false],
    ['the fifth is more', 4n, 200n, true],
    ['one of 50 is 2 %', 0n, 50n, false],
    ['one of 49 is more', 0n, 49n, true],
    ['cases that are not counted yet are none', 0n, 0n, true],
  ])('%s', (_, ruled, cases, expected) => {
    expect(needsSecond('TAKEN_OUT', { ruled, cases })).toBe(expected);
    expect(needsSecond('CHARGED', { ruled, cases })).toBe(expected);
  });

  it('is never needed to dismiss', () => {
    expect(needsSecond('DISMISSED', { ruled: 100n, cases: 1n })).toBe(false);
  });

  it('is needed for every case after the first for which one was needed', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 1_000n), fc.bigInt(0n, 10_000n), (ruled, cases) => {
        if (needsSecond('CHARGED', { ruled, cases }))
          expect(needsSecond('CHARGED', { ruled: ruled + 1n, cases })).toBe(true);
      }),
    );
  });
});
