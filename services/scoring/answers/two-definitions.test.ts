import { beforeEach, describe, expect, it } from 'vitest';
import type { CountedCell } from '#libs/domain/observation.js';
import { parsePeriod } from '#libs/domain/period.js';
import type { WaitingRow } from '../counts/read.js';
import { MemoryCounts } from '../fixtures/memory-counts.js';
import { twoDefinitions } from '../fixtures/two-definitions.js';
import { LiveIndexes } from './live-index.js';

const cell = (definition: number, day: string, hits: bigint, misses: bigint): CountedCell => ({
  ...{ metric: 'delivered_by_first_promise', definition, unit: 'area/sp', day, class: 'ACCOUNTABLE' },
  ...{ reason: '', responsible: '', origin: 'IMPORTED', hits, misses },
});
const waits = (definition: number, day: string, cases: bigint): WaitingRow => ({
  ...{ source: 'delivery', metric: 'delivered_by_first_promise', definition, unit: 'area/sp', day, cases },
  waitsFor: 'delivery/acme',
});
const other = (day: string): CountedCell => ({
  ...cell(1, day, 99n, 1n),
  metric: 'arrived_at_last',
  hits: 990n,
  misses: 10n,
});

let indexes: LiveIndexes;
beforeEach(() => {
  const counts = new MemoryCounts();
  counts.set({
    rows: [
      ...[cell(1, '2018-05-10', 900n, 100n), cell(2, '2018-05-10', 950n, 50n), other('2018-05-10')],
      ...[cell(1, '2018-06-10', 800n, 200n), cell(2, '2018-06-10', 850n, 150n), other('2018-06-10')],
    ],
    waiting: [waits(1, '2018-05-11', 3n), waits(2, '2018-05-11', 5n), waits(2, '2018-06-11', 7n)],
  });
  const clock = { now: () => Date.UTC(2018, 9, 1) };
  indexes = new LiveIndexes({ counts, rulesets: twoDefinitions().rulesets, clock });
});

async function firstPromiseIn(name: string) {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error(`${name} is a period`);
  const { index } = await indexes.find({ department: 'delivery', period });
  const metric = index.metrics.find(({ rule }) => rule.metric === 'delivered_by_first_promise');
  return [index.outcome.kind, metric?.counts.accountable, metric?.counts.waiting];
}

describe('a second definition of a metric', () => {
  it('leaves the periods of the first one as they were', async () => {
    expect(await firstPromiseIn('2018-05')).toEqual(['measured', { hits: 900n, cases: 1_000n }, 3n]);
  });

  it('answers the periods whose ruleset names it', async () => {
    expect(await firstPromiseIn('2018-06')).toEqual(['measured', { hits: 850n, cases: 1_000n }, 7n]);
  });

  it('answers each period by its own definition, also when both are read at once', async () => {
    const names = ['2018-05', '2018-06'].map((name) => {
      const period = parsePeriod(name);
      if (period === undefined) throw new Error(`${name} is a period`);
      return { department: 'delivery' as const, period };
    });
    const found = await indexes.findAll(names);
    const hits = found.map((one) => (one instanceof Error ? one : one.index.metrics[0]?.counts.accountable.hits));
    expect(hits).toEqual([900n, 850n]);
  });
});
