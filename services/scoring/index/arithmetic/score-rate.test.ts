import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Count, scoreRate } from './score-rate.js';

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

/** The score on the on-time anchors as a plain number; there are always cases here. */
function points(count: Count): number {
  const score = scoreRate(count, onTime);
  if (score.kind !== 'scored') throw new Error('there were cases');
  return Number(score.scoreE4);
}
