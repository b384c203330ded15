import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOLDEN_CURVE, STEPS_CURVE } from '../fixtures/golden.js';
import type { Curve } from './curve.js';
import { eventEffectPpm } from './event-effect.js';
import { lintCurve, percent, points } from './lint-curve.js';

const bounds = { floorPpm: 0n, capPpm: 2_000_000n };

/** A curve of points and percent, as people think of it. */
function curveOf(kind: Curve['kind'], ...knots: readonly (readonly [number, number])[]): Curve {
  return {
    kind,
    knots: knots.map(([at, paid]) => ({ indexE4: BigInt(at * 10_000), factorPpm: BigInt(paid * 10_000) })),
  };
}
const linear = (...knots: readonly (readonly [number, number])[]) => curveOf('PIECEWISE_LINEAR', ...knots);
const steps = (...knots: readonly (readonly [number, number])[]) => curveOf('STEP', ...knots);
const found = (curve: Curve, given = bounds) => lintCurve(curve, given).map(({ fault, knot }) => `${fault} ${knot}`);

describe('the linter of curves', () => {
  it.each<[string, Curve, readonly string[]]>([
    ['nothing in a curve that rises all the way', linear([0, 0], [50, 40], [80, 100], [100, 150]), []],
    ['nothing in small steps', steps([0, 50], [25, 60], [50, 70], [75, 80], [90, 90]), []],
    ['a gap at the bottom', linear([1, 0], [100, 100]), ['GAP 0']],
    ['a curve without a knot as a gap', linear(), ['GAP 0']],
    ['two factors for one index', linear([0, 0], [50, 10], [50, 20], [100, 100]), ['OVERLAP 2']],
    ['knots out of order', linear([0, 0], [60, 10], [50, 20]), ['OVERLAP 2']],
    ['a curve that falls', linear([0, 0], [50, 60], [100, 50]), ['FALLS 2']],
    ['a rise of a tenth a point as none', linear([0, 0], [20, 5], [30, 105], [50, 110], [75, 120], [95, 130]), []],
    ['a rise of more as a cliff', linear([0, 0], [20, 4], [30, 105], [50, 110], [75, 120], [95, 130]), ['CLIFF 2']],
    ['a step of more as well', steps([0, 0], [25, 11], [50, 20], [75, 30], [90, 40]), ['CLIFF 1']],
    ['25 points without pay as no dead zone', linear([0, 0], [25, 0], [90, 100]), []],
    ['and more as one', linear([0, 0], [26, 0], [90, 100]), ['DEAD_ZONE 1']],
    ['a dead zone in the middle', linear([0, 0], [40, 50], [70, 50], [90, 100]), ['DEAD_ZONE 2']],
    ['a dead zone over several knots', linear([0, 0], [20, 0], [40, 0], [90, 100]), ['DEAD_ZONE 2']],
    ['pay that rises until 90 as enough', linear([0, 0], [90, 100]), []],
    ['and pay that ends before as early', linear([0, 0], [89, 100]), ['SATURATES_EARLY 1']],
  ])('finds %s', (_, curve, faults) => {
    expect(found(curve)).toEqual(faults);
  });

  it('sees the floor as a dead zone, and the cap as saturation', () => {
    const curve = linear([0, 0], [100, 100]);
    expect(found(curve, { floorPpm: 300_000n, capPpm: 2_000_000n })).toEqual(['DEAD_ZONE 0']);
    expect(found(curve, { floorPpm: 0n, capPpm: 800_000n })).toEqual(['SATURATES_EARLY 0']);
    expect(found(curve, { floorPpm: 250_000n, capPpm: 900_000n })).toEqual([]);
  });

  it('says of the worked example that the first 60 points pay nothing, with the figures', () => {
    expect(lintCurve(GOLDEN_CURVE, bounds)).toEqual([
      { fault: 'DEAD_ZONE', knot: 1, problem: 'From 0 to 60 points more index pays nothing more.' },
    ]);
    expect(found(STEPS_CURVE)).toEqual(['CLIFF 1', 'CLIFF 2', 'DEAD_ZONE 0', 'SATURATES_EARLY 2']);
  });

  it('never throws, whatever the knots are', () => {
    const knot = fc.record({ indexE4: fc.bigInt(-5n, 1_000_005n), factorPpm: fc.bigInt(-5n, 3_000_000n) });
    const curves = fc.record({
      kind: fc.constantFrom<Curve['kind']>('STEP', 'PIECEWISE_LINEAR'),
      knots: fc.array(knot),
    });
    fc.assert(
      fc.property(curves, (curve) => {
        expect(() => lintCurve(curve, bounds)).not.toThrow();
      }),
    );
  });

  it('writes points and percent without a float', () => {
    expect([0n, 625_000n, 1n, 1_000_000n].map(points)).toEqual(['0', '62.5', '0.0001', '100']);
    expect([0n, 1_125_000n, 1n].map(percent)).toEqual(['0 %', '112.5 %', '0.0001 %']);
  });
});

describe('the effect of one event', () => {
  // 95 % is the target, 88 % the floor: one of 100 cases is a point of rate, a seventh of 80 points, 30 % of which is the weight.
  const metric = { weightBp: 3_000n, floorPpm: 880_000n, targetPpm: 950_000n, worldClassPpm: 990_000n };

  it('is weight times steepest score times steepest pay', () => {
    // 800000/70000 E4 a ppm × 10000 ppm × 0.3 = 34285.7 E4, times 5 ppm an E4 of the curve between 75 and 95.
    expect(eventEffectPpm(GOLDEN_CURVE, metric, 100n)).toBe(171_428n);
    expect(eventEffectPpm(GOLDEN_CURVE, metric, 1_000n)).toBe(17_142n);
  });

  it('takes the stretch above the target when that is steeper, and metrics that fall', () => {
    const falling = { weightBp: 10_000n, floorPpm: 80_000n, targetPpm: 20_000n, worldClassPpm: 19_000n };
    // 200000/1000 E4 a ppm × 1000 ppm = 200000 E4, times 5.
    expect(eventEffectPpm(GOLDEN_CURVE, falling, 1_000n)).toBe(1_000_000n);
  });

  it('of steps is a whole step', () => {
    expect(eventEffectPpm(STEPS_CURVE, metric, 1_000_000n)).toBe(500_000n);
  });
});
