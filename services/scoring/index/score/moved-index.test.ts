import { describe, expect, it } from 'vitest';
import { realInput } from '../../fixtures/real-orders.js';
import { departmentIndex } from './department-index.js';
import { livedCount, NOTHING_COUNTED } from './metric-counts.js';
import { moved, movedIndex, type Place } from './moved-index.js';

const METRIC = 'delivered_by_first_promise';
const input = realInput('delivery', '2018-08');
const before = input.counts.get(METRIC) ?? NOTHING_COUNTED;
const OUT: Place = { class: 'EXCLUDED', reason: 'RULED_OUT', responsible: 'ruling/delivery' };
const WAREHOUSE: Place = { class: 'OTHERS', reason: 'RULED_TO_ANOTHER', responsible: 'warehouse' };
const index = departmentIndex(input).outcome;

describe('an index with some cases in another place', () => {
  it('rises when misses leave the account, and comes back when they return', () => {
    const move = { metric: METRIC, from: 'ACCOUNTABLE', to: OUT, hits: 0n, cases: 40n } as const;
    const after = movedIndex(input, [move]) ?? 0n;
    if (index.kind !== 'measured') throw new Error('August is measured');
    expect(after).toBeGreaterThan(index.indexE4);
    expect(movedIndex(input, [move, { ...move, from: OUT, to: 'ACCOUNTABLE' }])).toBe(index.indexE4);
    expect(movedIndex(input, [])).toBe(index.indexE4);
  });

  it('is that of the counts in the end, in whatever order they are moved', () => {
    const one = { metric: METRIC, from: 'ACCOUNTABLE', to: OUT, hits: 1n, cases: 4n } as const;
    const other = { metric: METRIC, from: 'ACCOUNTABLE', to: WAREHOUSE, hits: 0n, cases: 7n } as const;
    expect(movedIndex(input, [one, other])).toBe(movedIndex(input, [other, one]));
  });

  it('is made of as many hits and cases: what one party loses another one gets', () => {
    const after = moved(before, { from: 'ACCOUNTABLE', to: WAREHOUSE, hits: 0n, cases: 3n });
    expect(livedCount(after)).toEqual(livedCount(before));
    expect(after.accountable).toEqual({ hits: before.accountable.hits, cases: before.accountable.cases - 3n });
    expect(after.notAccountable).toContainEqual({ ...WAREHOUSE, hits: 0n, cases: 3n });
    expect(moved(after, { from: WAREHOUSE, to: OUT, hits: 0n, cases: 1n }).notAccountable).toEqual(
      expect.arrayContaining([
        { ...WAREHOUSE, hits: 0n, cases: 2n },
        { ...OUT, hits: 0n, cases: 1n },
      ]),
    );
  });
});
