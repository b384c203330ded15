import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fraction, sum } from '#libs/domain/fraction.js';
import { divideHalfUp, floorDivide } from '#libs/domain/integer.js';
import { shareOut } from './share-out.js';

describe('shareOut', () => {
  it('gives what is left over to the largest remainder', () => {
    // 1.2 + 2.7 + 3.1 = 7; floors make 6, and .7 is the largest remainder.
    expect(shareOut([fraction(12n, 10n), fraction(27n, 10n), fraction(31n, 10n)], 7n)).toEqual([1n, 3n, 3n]);
  });

  it('settles ties in the order of the list', () => {
    expect(shareOut([fraction(1n, 3n), fraction(1n, 3n), fraction(1n, 3n)], 1n)).toEqual([1n, 0n, 0n]);
  });

  it('rounds losses down like gains', () => {
    // -1.5 + 0.5 = -1; the floors are -2 and 0, and the first of the two equal remainders gets the one.
    expect(shareOut([fraction(-3n, 2n), fraction(1n, 2n)], -1n)).toEqual([-1n, 0n]);
  });

  it('refuses a whole that the parts do not make', () => {
    expect(() => shareOut([fraction(1n, 2n)], 2n)).toThrow(RangeError);
    expect(() => shareOut([fraction(1n, 2n)], -1n)).toThrow(RangeError);
  });

  it('adds up, and moves no part by one or more', () => {
    const part = fc.tuple(fc.bigInt(-1_000_000n, 1_000_000n), fc.bigInt(1n, 997n)).map(([a, b]) => fraction(a, b));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 12 }), (parts) => {
        const exact = sum(parts);
        const whole = divideHalfUp(exact.numerator, exact.denominator);
        const shares = shareOut(parts, whole);
        expect(shares.reduce((all, share) => all + share, 0n)).toBe(whole);
        for (const [place, { numerator, denominator }] of parts.entries()) {
          const floor = floorDivide(numerator, denominator);
          expect([floor, floor + 1n]).toContain(shares[place]);
        }
      }),
    );
  });
});
