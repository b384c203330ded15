import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costs, tenthsOf } from './costs.js';

const parts = (...lost: bigint[]) => lost.map((lostE4) => ({ lostE4 }));
const shown = (wholeE4: bigint, lost: bigint[]) => [...costs(wholeE4, parts(...lost)).values()];

describe('what the parts of an index cost', () => {
  it.each([
    [
      '8.17 and 5.21 are 13.4 together: the larger remainder gets the tenth',
      134_000n,
      [81_700n, 52_100n],
      [82_000n, 52_000n],
    ],
    ['of equal remainders the first gets it', 1_000n, [500n, 500n], [1_000n, 0n]],
    ['what costs nothing costs nothing', 2_000n, [0n, 2_000n], [0n, 2_000n]],
    ['a whole that was rounded down takes no tenth', 165_000n, [165_400n], [165_000n]],
  ])('%s', (_, wholeE4, lost, expected) => {
    expect(shown(wholeE4, lost)).toEqual(expected);
  });

  it('always adds up as it is printed, and no part is a tenth off', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(0n, 1_000_000n), { minLength: 1, maxLength: 30 }), (lost) => {
        const whole = tenthsOf(lost.reduce((sum, one) => sum + one, 0n));
        const result = shown(whole, lost);
        expect(result.reduce((sum, one) => sum + one, 0n)).toBe(whole);
        for (const [place, cost] of result.entries()) {
          const off = cost - (lost[place] ?? 0n);
          expect(off > -1_000n && off < 1_000n).toBe(true);
        }
      }),
    );
  });
});
