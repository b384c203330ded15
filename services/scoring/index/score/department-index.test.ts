import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realInput } from '../../fixtures/real-orders.js';
import { departmentIndex, type IndexInput } from './department-index.js';
import { gatherCounts, type MetricCounts, NOTHING_COUNTED } from './metric-counts.js';

const MONTHS = ['2018-03', '2018-04', '2018-05', '2018-06', '2018-07', '2018-08'];

describe('the index of the real orders', () => {
  it('of delivery in August 2018 is 834,271, to the last digit', () => {
    const index = departmentIndex(realInput('delivery', '2018-08'));
    expect(index.outcome).toMatchObject({ kind: 'measured', indexE4: 834_271n });
    expect(index.metrics.map(({ counts, score, pointsE4 }) => [counts.accountable, score, pointsE4])).toMatchObject([
      [{ hits: 1_776n, cases: 1_866n }, { scoreE4: 808_842n }, 566_190n],
      [{ hits: 1_878n, cases: 1_894n }, { scoreE4: 893_604n }, 268_081n],
    ]);
    expect(index.coverageBp).toBe(10_000n);
  });

  it.each([
    ['ordering', [82.9, 56.2, 83.5, 87.3, 73.5, 85.1]],
    ['warehouse', [59.3, 64.3, 76.7, 73.7, 67.0, 68.6]],
    ['delivery', [17.9, 25.3, 75.4, 69.4, 89.6, 83.4]],
  ] as const)('of %s from March to August 2018', (department, points) => {
    expect(MONTHS.map((month) => pointsOf(realInput(department, month)))).toEqual(points);
  });

  it('of delivery in August 2018 can be off by about four points', () => {
    const { outcome } = departmentIndex(realInput('delivery', '2018-08'));
    // Lopsided, because near 100 there is less room: 83.4 - 4.5 and + 3.4, together 7.9 or about +- 4.0.
    expect(outcome).toMatchObject({ interval: { lowerE4: 788_875n, upperE4: 868_146n } });
  });

  it('lived counts what others answer for too: 1,776 of 1,920', () => {
    const { outcome } = departmentIndex(realInput('delivery', '2018-08'));
    // (1776/1920 - .80) / .15 · 80 = 66.6667, by 7,000 bp 46.6667; the other 26.8081 is the same.
    expect(outcome).toMatchObject({ lived: { indexE4: 734_748n } });
  });
});

describe('what was not measured', () => {
  const full = realInput('delivery', '2018-08');
  const arrived = full.counts.get('arrived_at_last') ?? NOTHING_COUNTED;
  const promise = full.counts.get('delivered_by_first_promise') ?? NOTHING_COUNTED;
  const withPromise = (counts: Partial<MetricCounts>, minimumCoverageBp = 8_000n): IndexInput => ({
    ...full,
    minimumCoverageBp,
    counts: new Map([
      ['delivered_by_first_promise', { ...promise, ...counts }],
      ['arrived_at_last', arrived],
    ]),
  });

  it('99 cases are too few, 100 are enough', () => {
    const of = (cases: bigint) => departmentIndex(withPromise({ accountable: { hits: cases, cases } }));
    expect(of(99n).outcome).toEqual({ kind: 'not_measured', reason: 'TOO_FEW_CASES' });
    expect(of(99n).coverageBp).toBe(3_000n);
    expect(of(100n).outcome.kind).toBe('measured');
  });

  it('has no points and no weight, also where its neighbour has a score', () => {
    const { metrics } = departmentIndex(withPromise({ accountable: { hits: 9n, cases: 9n } }));
    expect(metrics.map(({ pointsE4, effectiveWeightBp }) => [pointsE4, effectiveWeightBp])).toEqual([
      [0n, 0n],
      [0n, 0n],
    ]);
    expect(metrics.map(({ score }) => score.kind)).toEqual(['not_scored', 'scored']);
  });

  it('gives its weight to the others where the ruleset asks for no more coverage', () => {
    const index = departmentIndex(withPromise({ accountable: { hits: 9n, cases: 9n } }, 3_000n));
    expect(index.outcome).toMatchObject({ kind: 'measured', indexE4: 893_604n });
    expect(index.metrics.map(({ effectiveWeightBp }) => effectiveWeightBp)).toEqual([0n, 10_000n]);
  });

  it('does not give it away while its cases wait for a feed: silence cannot pay', () => {
    const silent = withPromise({ accountable: { hits: 9n, cases: 9n }, waiting: 91n }, 3_000n);
    const index = departmentIndex(silent);
    expect(index.outcome).toEqual({ kind: 'not_measured', reason: 'FEED_SILENT' });
    // All 91 late: 9 % is under the floor, so only arrived_at_last counts, 268,081. All on time: 700,000 more.
    expect(index.bounds).toEqual({ lowerE4: 268_081n, upperE4: 968_081n });
  });

  it('shows bounds beside an index whose cases wait', () => {
    const index = departmentIndex(withPromise({ waiting: 34n }));
    expect(index.outcome).toMatchObject({ kind: 'measured', indexE4: 834_271n });
    // 1776 of 1900 = 93.4737 %, score 71.8596, points 50.3018; 1810 of 1900 = 95.2632 %, score 81.3158, points 56.9211.
    expect(index.bounds).toEqual({ lowerE4: 771_099n, upperE4: 837_292n });
  });

  it('is said of counts that cannot be: a retraction came before its record', () => {
    const index = departmentIndex(withPromise({ accountable: { hits: -1n, cases: 200n } }));
    expect(index.outcome).toEqual({ kind: 'not_measured', reason: 'BATCHES_MISSING' });
  });

  it('a department without metrics has no index', () => {
    const index = departmentIndex({ ...full, rules: [] });
    expect(index.outcome).toEqual({ kind: 'not_measured', reason: 'NO_METRIC' });
  });
});

describe('the laws of an index', () => {
  const rules = realInput('delivery', '2018-08').rules;
  const counted = fc
    .tuple(fc.integer({ min: 100, max: 4_000 }), fc.integer({ min: 0, max: 500 }), fc.nat(80))
    .map(([cases, late, waiting]) => {
      const accountable = { hits: BigInt(Math.max(0, cases - late)), cases: BigInt(cases) };
      return { accountable, notAccountable: [], waiting: BigInt(waiting) };
    });
  const inputs = fc.tuple(counted, counted).map(
    ([first, second]): IndexInput => ({
      rules,
      minimumCases: 100n,
      minimumCoverageBp: 8_000n,
      counts: new Map([
        ['delivered_by_first_promise', first],
        ['arrived_at_last', second],
      ]),
    }),
  );

  it('points add up to it, effective weights to 10,000, and it lies within its interval and bounds', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { outcome, metrics, bounds } = departmentIndex(input);
        if (outcome.kind !== 'measured') throw new Error('there were cases enough');
        expect(metrics.reduce((sum, { pointsE4 }) => sum + pointsE4, 0n)).toBe(outcome.indexE4);
        expect(metrics.reduce((sum, { effectiveWeightBp }) => sum + effectiveWeightBp, 0n)).toBe(10_000n);
        expect(outcome.interval.lowerE4 <= outcome.indexE4 && outcome.indexE4 <= outcome.interval.upperE4).toBe(true);
        expect(bounds === undefined || bounds.lowerE4 <= outcome.indexE4).toBe(true);
        expect(bounds === undefined || bounds.upperE4 >= outcome.indexE4).toBe(true);
      }),
    );
  });

  it('holding back what was judged never raises the lower bound', () => {
    fc.assert(
      fc.property(inputs, fc.nat(60), (input, held) => {
        const promise = input.counts.get('delivered_by_first_promise') ?? NOTHING_COUNTED;
        const { hits, cases } = promise.accountable;
        const fewer = BigInt(held) < hits ? BigInt(held) : hits;
        const withheld = { ...promise, accountable: { hits: hits - fewer, cases: cases - fewer } };
        const silent = new Map(input.counts).set('delivered_by_first_promise', {
          ...withheld,
          waiting: promise.waiting + fewer,
        });
        const before = departmentIndex(input);
        const after = departmentIndex({ ...input, counts: silent });
        expect(lowerOf(after)).toBeLessThanOrEqual(lowerOf(before));
      }),
    );
  });

  it('does not depend on the order in which cells were counted', () => {
    const cells = [1n, 2n, 3n, 4n].flatMap((hits) =>
      (['ACCOUNTABLE', 'OTHERS', 'EXCLUDED'] as const).map((group) => ({
        metric: 'arrived_at_last',
        definition: 1,
        unit: 'area/sp',
        day: '2018-08-15',
        class: group,
        reason: group === 'ACCOUNTABLE' ? '' : 'CAUSE_UNKNOWN',
        responsible: group === 'ACCOUNTABLE' ? '' : 'unattributed',
        origin: 'IMPORTED' as const,
        hits,
        misses: 2n * hits,
      })),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(cells, { minLength: cells.length }), (shuffled) => {
        expect(gatherCounts(shuffled)).toEqual(gatherCounts(cells));
      }),
    );
  });
});

function pointsOf(input: IndexInput): number {
  const { outcome } = departmentIndex(input);
  if (outcome.kind !== 'measured') throw new Error('these months are measured');
  return Number((outcome.indexE4 + 500n) / 1_000n) / 10;
}

function lowerOf({ outcome, bounds }: ReturnType<typeof departmentIndex>): bigint {
  if (bounds !== undefined) return bounds.lowerE4;
  return outcome.kind === 'measured' ? outcome.indexE4 : 0n;
}
