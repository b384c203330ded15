import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Count } from '../arithmetic/score-rate.js';
import { type Reference, type Suggestion, suggestAnchors } from './suggest-anchors.js';

const of = (hits: number, cases: number): Count => ({ hits: BigInt(hits), cases: BigInt(cases) });
const same = (hits: number, cases: number, months = 12) => Array.from({ length: months }, () => of(hits, cases));
const reference = (target: number, world: number): Reference => ({
  targetPpm: BigInt(target),
  worldClassPpm: BigInt(world),
});

function anchorsOf(suggestion: Suggestion) {
  if (suggestion.kind === 'none') throw new Error(suggestion.reason);
  const { floorPpm, targetPpm, worldClassPpm } = suggestion.anchors;
  return { ...suggestion, anchors: [floorPpm, targetPpm, worldClassPpm].map(Number) };
}

/** Six months of 1,000 cases, as docs/suggested-anchors.md has them. */
const EXAMPLE = [930, 940, 900, 950, 960, 945].map((hits) => of(hits, 1_000));

describe('suggested anchors', () => {
  it('of the example of the page are those of the page', () => {
    expect(anchorsOf(suggestAnchors(EXAMPLE))).toMatchObject({
      ...{ anchors: [885_000, 948_000, 975_000], floorBy: 'LOW_LEVEL_LESS_CHANCE' },
      ...{ targetBy: 'USUAL_HIGH_LEVEL', worldClassBy: 'HALF_THE_DISTANCE' },
      basis: { meanPpm: 937_500n, typicalCases: 1_000n },
    });
  });

  it.each([
    ['fewer than six months', same(95, 100, 5), 'TOO_FEW_MONTHS'],
    ['no case that is a hit', same(0, 1_000), 'NO_HIT'],
  ] as const)('there are none for %s', (_, months, reason) => {
    expect(suggestAnchors(months)).toEqual({ kind: 'none', reason });
  });

  it('rise also when all months are equal', () => {
    expect(anchorsOf(suggestAnchors(same(95_000, 100_000))).anchors).toEqual([925_000, 950_000, 975_000]);
    expect(anchorsOf(suggestAnchors(same(50, 100))).anchors).toEqual([250_000, 500_000, 750_000]);
  });

  it('allow one miss in a typical month where all months were perfect', () => {
    expect(anchorsOf(suggestAnchors(same(2_000, 2_000)))).toMatchObject({
      ...{ anchors: [998_080, 999_500, 1_000_000], targetBy: 'ONE_MISS', worldClassBy: 'BEST_LEVEL' },
    });
  });

  it('are not raised by months of few cases that were lucky', () => {
    // Drawn once by chance from a level of 95 %: 100 cases each.
    const lucky = [97, 93, 96, 95, 98, 92, 94, 96, 95, 97, 93, 95].map((hits) => of(hits, 100));
    expect(anchorsOf(suggestAnchors(lucky)).basis).toMatchObject({ highPpm: 950_833n, bestPpm: 950_833n });
    expect(anchorsOf(suggestAnchors(lucky)).anchors[1]).toBe(950_000);
  });

  it('take a higher target from the reference, but not a higher one than the best month had', () => {
    const wide = [90, 91, 92, 93, 94, 97].map((percent) => of(percent * 1_000, 100_000));
    expect(anchorsOf(suggestAnchors(wide, reference(950_000, 990_000)))).toMatchObject({
      ...{ targetBy: 'REFERENCE', worldClassBy: 'REFERENCE' },
      anchors: [898_000, 950_000, 990_000],
    });
    expect(anchorsOf(suggestAnchors(wide, reference(980_000, 990_000)))).toMatchObject({ targetBy: 'BEST_LEVEL' });
  });

  it('do not take a lower target or world class from a reference that the company is beyond', () => {
    expect(anchorsOf(suggestAnchors(EXAMPLE, reference(800_000, 900_000))).anchors).toEqual(
      anchorsOf(suggestAnchors(EXAMPLE)).anchors,
    );
  });

  it('lower a target above which there is no room, and not below the mean', () => {
    const skewed = [700, 995, 996, 997, 995, 998, 997, 996].map((hits) => of(hits * 10, 10_000));
    const { anchors, targetBy, worldClassBy, basis } = anchorsOf(suggestAnchors(skewed));
    expect([targetBy, worldClassBy]).toEqual(['SLOPE', 'SLOPE']);
    const [floor = 0, target = 0, world = 0] = anchors;
    expect(world).toBe(1_000_000);
    expect(4 * (world - target)).toBeGreaterThanOrEqual(target - floor);
    expect(target).toBeLessThan(Number(basis.highPpm));
    expect(target).toBeGreaterThanOrEqual(Number(basis.meanPpm) - 1_000);
  });

  it('are not below the mean where a few months were very good', () => {
    const few = [10, 10, 10, 10, 10, 10, 10, 10, 90, 95].map((percent) => of(percent * 100, 10_000));
    const { targetBy, anchors, basis } = anchorsOf(suggestAnchors(few));
    expect([targetBy, anchors[1]]).toEqual(['MEAN', Number(basis.meanPpm / 1_000n) * 1_000]);
  });

  it('say by how many points chance moves a typical month', () => {
    // √(0.95 · 0.05 / 100) is 2.18 % of the cases; 80 points are 7.7 %.
    const noisy = anchorsOf(suggestAnchors(same(95, 100)));
    expect(noisy.anchors).toEqual(
      [888_000, 950_000, 975_000].map((one, place) => (place === 0 ? (noisy.anchors[0] ?? one) : one)),
    );
    expect(noisy.chanceE4 > 100_000n).toBe(true);
    expect(anchorsOf(suggestAnchors(same(95_000, 100_000))).chanceE4).toBe(22_048n);
  });
});

describe('laws of suggested anchors', () => {
  const month = fc
    .tuple(
      fc.integer({ min: 1, max: 50_000 }),
      fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0.99, max: 1, noNaN: true })),
    )
    .map(([cases, rate]) => of(Math.round(rate * cases), cases));
  const alike = fc
    .tuple(month, fc.integer({ min: 6, max: 36 }))
    .map(([one, many]) => Array.from({ length: many }, () => one));
  const months = fc.oneof(fc.array(month, { minLength: 6, maxLength: 36 }), alike);
  const references = fc.option(
    fc
      .tuple(fc.integer({ min: 1, max: 999_998 }), fc.integer({ min: 1, max: 999_999 }))
      .map(([a, b]) => reference(Math.min(a, b), Math.max(a, b + 1))),
    { nil: undefined },
  );

  it('they rise, they are whole, and the last points are never paid more than those below the target', () => {
    fc.assert(
      fc.property(months, references, (all, known) => {
        const suggestion = suggestAnchors(all, known);
        if (suggestion.kind === 'none') {
          expect(suggestion.reason).toBe('NO_HIT');
          return;
        }
        const { floorPpm, targetPpm, worldClassPpm } = suggestion.anchors;
        expect(0n <= floorPpm && floorPpm < targetPpm && targetPpm < worldClassPpm && worldClassPpm <= 1_000_000n).toBe(
          true,
        );
        expect(4n * (worldClassPpm - targetPpm) >= targetPpm - floorPpm).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('they do not depend on the order of the months', () => {
    fc.assert(
      fc.property(months, references, (all, known) => {
        const [one, other] = [suggestAnchors(all, known), suggestAnchors(all.toReversed(), known)];
        expect('anchors' in one && one.anchors).toEqual('anchors' in other && other.anchors);
      }),
    );
  });

  it('the target was reached: it is not above the level of the best month', () => {
    fc.assert(
      fc.property(months, references, (all, known) => {
        const suggestion = suggestAnchors(all, known);
        if (suggestion.kind === 'none') return;
        const { bestPpm } = suggestion.basis;
        expect(suggestion.anchors.targetPpm <= (bestPpm > 1_000n ? bestPpm : 1_000n)).toBe(true);
      }),
    );
  });

  it('a department at the mean of its months never earns more than the target pays, unless one miss decides', () => {
    fc.assert(
      fc.property(months, references, (all, known) => {
        const suggestion = suggestAnchors(all, known);
        if (suggestion.kind === 'none' || suggestion.targetBy === 'ONE_MISS') return;
        // One step of rounding at the most.
        expect(suggestion.anchors.targetPpm + 1_000n > suggestion.basis.meanPpm).toBe(true);
      }),
    );
  });
});
