import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realInput } from '../fixtures/real-orders.js';
import { departmentIndex } from '../index/score/department-index.js';
import { sensitivities, stepsOf } from './sensitivity.js';

const anchors = { floorPpm: 800_000n, targetPpm: 950_000n, worldClassPpm: 990_000n };
const of = (hits: number, cases: number) => ({ hits: BigInt(hits), cases: BigInt(cases) });

describe('the hits to the anchors on both sides', () => {
  it.each([
    ['below the floor there is only a next one', of(790, 1_000), ['FLOOR', 10n], undefined],
    ['at the floor, one hit fewer falls below it', of(800, 1_000), ['TARGET', 150n], ['FLOOR', 1n]],
    ['one hit below the target', of(949, 1_000), ['TARGET', 1n], ['FLOOR', 150n]],
    ['at the target', of(950, 1_000), ['WORLD_CLASS', 40n], ['TARGET', 1n]],
    ['at world class there is no next one', of(990, 1_000), undefined, ['WORLD_CLASS', 1n]],
    ['a broken number of hits is rounded up: 95 % of 30 are 28.5', of(28, 30), ['TARGET', 1n], ['FLOOR', 5n]],
  ] as const)('%s', (_, count, next, last) => {
    const steps = stepsOf(count, anchors);
    expect([
      steps.next && [steps.next.anchor, steps.next.hits],
      steps.last && [steps.last.anchor, steps.last.hits],
    ]).toEqual([next, last]);
  });

  it('are the fewest: one less does not reach it', () => {
    const counts = fc.integer({ min: 1, max: 3_000 }).chain((cases) => fc.tuple(fc.nat(cases), fc.constant(cases)));
    fc.assert(
      fc.property(counts, ([hits, cases]) => {
        const { next } = stepsOf(of(hits, cases), anchors);
        if (next === undefined) return;
        const anchor = { FLOOR: 800_000, TARGET: 950_000, WORLD_CLASS: 990_000 }[next.anchor];
        const needed = hits + Number(next.hits);
        expect(needed * 1_000_000).toBeGreaterThanOrEqual(anchor * cases);
        expect((needed - 1) * 1_000_000).toBeLessThan(anchor * cases);
      }),
    );
  });
});

describe('the sensitivity of delivery in August 2018', () => {
  const input = realInput('delivery', '2018-08');
  const [first] = sensitivities(input);

  it('says how many more parcels on time reach world class, with the index then', () => {
    // 1,776 of 1,866 are on time; 99 % of 1,866 are 1,847.34
    expect(first).toMatchObject({ metric: 'delivered_by_first_promise', next: { anchor: 'WORLD_CLASS', hits: 72n } });
    expect(first?.next?.indexE4).toBeGreaterThan(834_271n);
  });

  it('says how many fewer fall below the target, and what that costs', () => {
    // 95 % of 1,866 are 1,772.7, so 1,773 reach it
    expect(first?.last).toMatchObject({ anchor: 'TARGET', hits: 4n });
    const { outcome } = departmentIndex(input);
    expect(outcome.kind === 'measured' && (first?.last?.indexE4 ?? 0n) < outcome.indexE4).toBe(true);
  });
});
