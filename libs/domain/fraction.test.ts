import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonDenominator, compared, fraction, fractionText, numeratorOver, reduced } from './fraction.js';

describe('a fraction', () => {
  it.each([
    [6n, 4n, '3/2'],
    [-6n, 4n, '-3/2'],
    [8n, 4n, '2'],
    [0n, 7n, '0'],
  ])('%s/%s is written %s', (numerator, denominator, text) => {
    expect(fractionText(reduced(fraction(numerator, denominator)))).toBe(text);
  });

  it('is the same number with the smallest whole numbers and over a common denominator', () => {
    const parts = fc.array(fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(1n, 10n ** 6n)), { minLength: 1 });
    fc.assert(
      fc.property(parts, (pairs) => {
        const fractions = pairs.map(([a, b]) => fraction(a, b));
        const common = commonDenominator(fractions);
        for (const one of fractions) {
          expect(compared(reduced(one), one)).toBe(0);
          expect(compared(fraction(numeratorOver(one, common), common), one)).toBe(0);
        }
      }),
    );
  });

  it('has no common denominator that is greater than needed', () => {
    expect(commonDenominator([fraction(1n, 6n), fraction(1n, 4n), fraction(5n, 6n)])).toBe(12n);
    expect(commonDenominator([])).toBe(1n);
  });
});
