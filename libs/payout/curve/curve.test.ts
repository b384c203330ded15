import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compared, fractionText, reduced } from '#libs/domain/fraction.js';
import { GOLDEN_CURVE, STEPS_CURVE } from '../fixtures/golden.js';
import { anyCurve } from '../fixtures/random.js';
import { type Curve, factorAt, mostPpm, TOP_E4 } from './curve.js';

const at = (curve: Curve, indexE4: bigint) => fractionText(reduced(factorAt(curve, indexE4)));

describe('a piecewise linear curve', () => {
  it.each([
    [0n, '0', 'nothing at 0'],
    [599_999n, '0', 'nothing one unit below the first paid point'],
    [600_000n, '0', 'nothing at it'],
    [600_001n, '1/300000', 'and from there 50 % over 150,000 units'],
    [749_999n, '149999/300000', 'one unit below a knot'],
    [750_000n, '1/2', 'a knot'],
    [750_001n, '100001/200000', 'one unit above it, where the slope is greater'],
    [849_999n, '199999/200000', 'one unit below the target'],
    [850_000n, '1', 'the target'],
    [850_001n, '200001/200000', 'one unit above the target'],
    [949_999n, '299999/200000', 'one unit below the last knot'],
    [950_000n, '3/2', 'the last knot'],
    [950_001n, '3/2', 'above it the curve is flat'],
    [1_000_000n, '3/2', 'until 100'],
    [874_321n, '224321/200000', 'the warehouse of the worked example'],
    [710_050n, '2201/6000', 'its delivery'],
    [925_000n, '11/8', 'its support'],
  ])('pays for %s: %s, %s', (indexE4, factor) => {
    expect(at(GOLDEN_CURVE, indexE4)).toBe(factor);
  });
});

describe('a curve of steps', () => {
  it.each([
    [0n, '0'],
    [699_999n, '0'],
    [700_000n, '1/2'],
    [700_001n, '1/2'],
    [849_999n, '1/2'],
    [850_000n, '1'],
    [850_001n, '1'],
    [1_000_000n, '1'],
  ])('pays for %s: %s', (indexE4, factor) => {
    expect(at(STEPS_CURVE, indexE4)).toBe(factor);
  });
});

describe('every curve', () => {
  const index = fc.bigInt(0n, TOP_E4);

  it('pays something for every index, never less than nothing and never more than its most', () => {
    fc.assert(
      fc.property(anyCurve(), index, (curve, indexE4) => {
        const factor = factorAt(curve, indexE4);
        expect(factor.numerator >= 0n).toBe(true);
        expect(compared(factor, { numerator: mostPpm(curve), denominator: 1_000_000n })).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('pays at a knot what the knot says, and one unit before it no more', () => {
    fc.assert(
      fc.property(anyCurve(), (curve) => {
        for (const { indexE4, factorPpm } of curve.knots) {
          const here = factorAt(curve, indexE4);
          expect(here.numerator * 1_000_000n).toBe(factorPpm * here.denominator);
          if (indexE4 > 0n) expect(compared(factorAt(curve, indexE4 - 1n), here)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('never pays less for more', () => {
    fc.assert(
      fc.property(anyCurve(), index, index, (curve, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        expect(compared(factorAt(curve, less), factorAt(curve, more))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each([-1n, 1_000_001n])('refuses the index %s', (indexE4) => {
    expect(() => factorAt(GOLDEN_CURVE, indexE4)).toThrow(RangeError);
  });

  it('refuses to invent what a curve with a gap would pay', () => {
    expect(() => factorAt({ kind: 'STEP', knots: [{ indexE4: 1n, factorPpm: 5n }] }, 0n)).toThrow('does not pay');
  });
});
