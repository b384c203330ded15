import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realInput } from '../../fixtures/real-orders.js';
import { departmentIndex, type IndexInput } from '../score/department-index.js';
import { NOTHING_COUNTED } from '../score/metric-counts.js';
import { missPrices } from './miss-prices.js';

const august = realInput('delivery', '2018-08');
const PROMISE = 'delivered_by_first_promise';
const with_ = (hits: bigint, cases: bigint): IndexInput => {
  const counts = august.counts.get(PROMISE) ?? NOTHING_COUNTED;
  return { ...august, counts: new Map(august.counts).set(PROMISE, { ...counts, accountable: { hits, cases } }) };
};
const priceIn = (input: IndexInput, metric = PROMISE) =>
  missPrices(departmentIndex(input)).find(({ rule }) => rule.metric === metric)?.costE6;

describe('what one more miss costs', () => {
  it('delivery in August 2018: a late parcel 0.187467 points, and one that never arrives 0.226159', () => {
    expect(missPrices(departmentIndex(august)).map(({ rule, costE6 }) => [rule.metric, costE6])).toEqual([
      // Both rates lie above the target, where 4 % of the parcels earn 20 points. 1 of 1,867 by 7,000 bp: 20 / 0.04 · 0.7 / 1,867.
      [PROMISE, 187_467n],
      // 20 / 0.014 · 0.3 / 1,895
      ['arrived_at_last', 226_159n],
    ]);
  });

  it.each([
    ['below the floor nothing is left to lose', 500n, 1_000n, 0n],
    ['above world class there is room', 1_000n, 1_000n, 0n],
  ])('%s', (_, hits, cases, costE6) => {
    expect(priceIn(with_(hits, cases))).toBe(costE6);
  });

  it('is what the index of the counts with a miss lacks to that of the counts with a hit', () => {
    const counts = fc.integer({ min: 100, max: 3_000 }).chain((cases) => fc.tuple(fc.nat(cases), fc.constant(cases)));
    fc.assert(
      fc.property(counts, ([hits, cases]) => {
        const indexOf = (more: bigint) => {
          const { outcome } = departmentIndex(with_(BigInt(hits) + more, BigInt(cases) + 1n));
          return outcome.kind === 'measured' ? outcome.indexE4 : 0n;
        };
        const exact = Number(priceIn(with_(BigInt(hits), BigInt(cases)))) / 100;
        // Both indexes are rounded.
        expect(Math.abs(exact - Number(indexOf(1n) - indexOf(0n)))).toBeLessThanOrEqual(1.01);
      }),
    );
  });

  it('is not known without an index', () => {
    expect(missPrices(departmentIndex({ ...august, minimumCases: 10_000n }))).toEqual([]);
  });
});
