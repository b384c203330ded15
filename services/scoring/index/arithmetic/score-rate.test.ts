import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Anchors, type Count, isTooHigh, isWorldClassBetween, scoreRate } from './score-rate.js';

const onTime = { floorPpm: 880_000n, targetPpm: 950_000n, worldClassPpm: 990_000n };
const of = (hits: number, cases: number): Count => ({ hits: BigInt(hits), cases: BigInt(cases) });

describe('scoreRate', () => {
  it.each([
    ['the floor earns nothing', of(880, 1_000), 0n],
    ['below the floor is not negative', of(500, 1_000), 0n],
    ['half the way to the target earns 40', of(915, 1_000), 400_000n],
    ['the target earns 80', of(950, 1_000), 800_000n],
    ['half the way to world class earns 90', of(970, 1_000), 900_000n],
    ['world class earns 100', of(990, 1_000), 1_000_000n],
    ['beyond world class earns no more than 100', of(1_000, 1_000), 1_000_000n],
    ['a broken score goes to the nearest, here up', of(12, 13), 492_308n], // …307.69
    ['and above the target too', of(20, 21), 811_905n], // …904.76
    ['and here down', of(17, 19), 168_421n], // …421.05
  ])('%s', (_, count, scoreE4) => {
    expect(scoreRate(count, onTime)).toMatchObject({ kind: 'scored', scoreE4 });
  });

  it('keeps the exact score beside the rounded one: 12 of 13 are 80 · (12/13 - 0.88) / 0.07', () => {
    const score = scoreRate(of(12, 13), onTime);
    if (score.kind !== 'scored') throw new Error('there were cases');
    // 800 000 · (12 000 000/13 - 880 000) / 70 000 = 800 000 · 560 000 / 910 000 = 6 400 000 / 13
    expect(score.exactE4.numerator * 13n).toBe(score.exactE4.denominator * 6_400_000n);
  });

  it('does not score a month without cases: it is neither 0 nor 100', () => {
    expect(scoreRate(of(0, 0), onTime)).toEqual({ kind: 'not_scored', reason: 'NO_CASES' });
  });

  it('never pays less for one more parcel on time', () => {
    const counts = fc.nat(5_000).chain((cases) => fc.tuple(fc.nat(cases), fc.constant(cases + 1)));
    fc.assert(
      fc.property(counts, ([hits, cases]) => {
        expect(points(of(hits + 1, cases))).toBeGreaterThanOrEqual(points(of(hits, cases)));
      }),
    );
  });

  it.each([
    ['more hits than cases', of(3, 2)],
    ['fewer than none', of(-1, 2)],
  ])('refuses %s', (_, count) => {
    expect(() => scoreRate(count, onTime)).toThrow(RangeError);
  });

  it('refuses anchors that are out of order', () => {
    const swapped = { ...onTime, targetPpm: onTime.worldClassPpm, worldClassPpm: onTime.targetPpm };
    expect(() => scoreRate(of(1, 2), swapped)).toThrow('anchors are out of order');
  });
});

/** In stock for nine of ten to 98 % of what customers look at; 100 points through 99 %, 80 again at 99.7 %, and 0 at 102 %. */
const inStock: Anchors = {
  ...{ floorPpm: 900_000n, targetPpm: 950_000n, worldClassPpm: 980_000n },
  tooHigh: { worldClassPpm: 990_000n, targetPpm: 997_000n, floorPpm: 1_020_000n },
};

describe('a rate that can be too high', () => {
  it.each([
    ['rises as any other rate', of(925, 1_000), 400_000n],
    ['earns 100 at world class', of(980, 1_000), 1_000_000n],
    ['earns 100 at the end of its range', of(990, 1_000), 1_000_000n],
    ['earns less with one hit in a million more', of(990_001, 1_000_000), 999_971n], // 100 - 20 / 7 000
    ['earns 90 half the way down to the target', of(9_935, 10_000), 900_000n],
    ['earns 80 at the target again', of(997, 1_000), 800_000n],
    ['earns something where all cases are hits and the floor lies beyond', of(5, 5), 695_652n], // 80 · 20 / 23
  ])('%s', (_, count, scoreE4) => {
    expect(scoreRate(count, inStock)).toMatchObject({ kind: 'scored', scoreE4 });
  });

  it('earns nothing at the floor of a range that ends before all cases', () => {
    const narrow = { ...inStock, tooHigh: { worldClassPpm: 980_000n, targetPpm: 985_000n, floorPpm: 1_000_000n } };
    expect(scoreRate(of(980, 1_000), narrow)).toMatchObject({ scoreE4: 1_000_000n });
    expect(scoreRate(of(5, 5), narrow)).toMatchObject({ scoreE4: 0n });
  });

  it('never earns more for one more hit beyond the range, nor less before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_999 }), (hits) => {
        const [here, more] = [of(hits, 2_000), of(hits + 1, 2_000)].map((count) => points(count, inStock));
        if (isTooHigh(of(hits, 2_000), inStock)) expect(more).toBeLessThanOrEqual(here ?? 0);
        if (!isTooHigh(of(hits + 1, 2_000), inStock)) expect(more).toBeGreaterThanOrEqual(here ?? 0);
      }),
    );
  });

  it('is scored as a rate without a range up to the end of the range', () => {
    const { tooHigh: _, ...rising } = inStock;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 990 }), (hits) => {
        expect(points(of(hits, 1_000), inStock)).toBe(points(of(hits, 1_000), rising));
      }),
    );
  });

  it('is too high beyond the end of its range, and never without one', () => {
    expect([isTooHigh(of(990, 1_000), inStock), isTooHigh(of(991, 1_000), inStock)]).toEqual([false, true]);
    expect(isTooHigh(of(5, 5), onTime)).toBe(false);
  });

  it('is world class between two rates that stand on both sides of the range, or touch it', () => {
    const between = (low: number, high: number) => isWorldClassBetween(of(low, 1_000), of(high, 1_000), inStock);
    expect([between(970, 995), between(970, 980), between(990, 995)]).toEqual([true, true, true]);
    expect([between(970, 979), between(991, 995)]).toEqual([false, false]);
    expect(isWorldClassBetween(of(970, 1_000), of(1_000, 1_000), onTime)).toBe(true);
  });

  it.each([
    ['a range that ends before world class', { ...inStock.tooHigh, worldClassPpm: 979_999n }],
    ['a target before the end of the range', { ...inStock.tooHigh, targetPpm: 990_000n }],
    ['a floor before the target', { ...inStock.tooHigh, floorPpm: 997_000n }],
  ])('refuses %s', (_, tooHigh) => {
    const wrong = { ...inStock, tooHigh: tooHigh as NonNullable<Anchors['tooHigh']> };
    expect(() => scoreRate(of(1, 2), wrong)).toThrow('anchors are out of order');
  });
});

/** The score on the on-time anchors, or on others, as a plain number; there are always cases here. */
function points(count: Count, anchors: Anchors = onTime): number {
  const score = scoreRate(count, anchors);
  if (score.kind !== 'scored') throw new Error('there were cases');
  return Number(score.scoreE4);
}
