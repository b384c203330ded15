import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compared, type Fraction, fraction } from '#libs/domain/fraction.js';
import type { Count } from '../arithmetic/score-rate.js';
import { levelAt, levelsOf } from './levels.js';

const of = (hits: number, cases: number): Count => ({ hits: BigInt(hits), cases: BigInt(cases) });
const number = ({ numerator, denominator }: Fraction) => Number((numerator * 10n ** 12n) / denominator) / 10 ** 12;

const months = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 20_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([cases, rate]) => of(Math.round(rate * cases), cases)),
  { minLength: 2, maxLength: 24 },
);

describe('the level of a month', () => {
  it('is the mean where months differ by no more than chance', () => {
    const { mean, levels } = levelsOf([of(95, 100), of(96, 100), of(94, 100), of(95, 100)]);
    expect(levels.map(number)).toEqual([0.95, 0.95, 0.95, 0.95]);
    expect(number(mean)).toBe(0.95);
  });

  it('is nearly the rate where months are large and differ by much', () => {
    const { levels } = levelsOf([of(90_000, 100_000), of(99_000, 100_000), of(94_500, 100_000)]);
    expect(levels.map((level) => number(level).toFixed(3))).toEqual(['0.900', '0.990', '0.945']);
  });

  it('of a small month is nearer to the mean than that of a large month with the same rate', () => {
    const { mean, levels } = levelsOf([of(9_000, 10_000), of(9_800, 10_000), of(90, 100), of(9_500, 10_000)]);
    const [large = 0, , small = 0] = levels.map(number);
    expect([large < small, small < number(mean)]).toEqual([true, true]);
  });

  it('lies between its rate and the mean of all months', () => {
    fc.assert(
      fc.property(months, (all) => {
        const { mean, levels } = levelsOf(all);
        for (const [place, level] of levels.entries()) {
          const month = all[place] ?? of(0, 1);
          const sides = [compared(fraction(month.hits, month.cases), level), compared(level, mean)];
          expect(sides.includes(1) && sides.includes(-1)).toBe(false);
        }
      }),
    );
  });

  it('does not depend on the order of the months', () => {
    fc.assert(
      fc.property(months, (all) => {
        const turned = levelsOf(all.toReversed()).levels.toReversed();
        for (const [place, level] of levelsOf(all).levels.entries()) {
          expect(compared(level, turned[place] ?? fraction(-1n))).toBe(0);
        }
      }),
    );
  });
});

describe('the level at a share of the cases', () => {
  const levels = [fraction(3n, 10n), fraction(1n, 10n), fraction(2n, 10n)];

  it('counts months by their cases', () => {
    const at = (share: Fraction, cases: readonly number[]) =>
      number(
        levelAt(
          levels,
          cases.map((one) => of(0, one)),
          share,
        ),
      );
    expect(at(fraction(1n, 10n), [100, 100, 100])).toBe(0.1);
    expect(at(fraction(1n, 10n), [1_000, 50, 1_000])).toBe(0.2);
    expect(at(fraction(3n, 4n), [100, 100, 100])).toBe(0.3);
    expect(at(fraction(3n, 4n), [10, 100, 1_000])).toBe(0.2);
    expect(at(fraction(1n), [100, 100, 100])).toBe(0.3);
  });
});
