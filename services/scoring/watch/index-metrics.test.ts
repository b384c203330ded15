import { describe, expect, it } from 'vitest';
import { createMetrics } from '#libs/metrics/metrics.js';
import { LiveIndexes } from '../answers/live-index.js';
import { MemoryCounts } from '../fixtures/memory-counts.js';
import { OWN_RULESET, PRICES, PRODUCT } from '../fixtures/own-department.js';
import { FIRST, REAL } from '../fixtures/real-orders.js';
import { TestClock } from '../fixtures/served.js';
import { rulesetsOf } from '../rulesets/rulesets.js';
import { IndexMetrics } from './index-metrics.js';

describe('the gauges', () => {
  it('show the newest month with an index, and nothing where there is none', async () => {
    const clock = new TestClock();
    const counts = new MemoryCounts();
    counts.set({ rows: REAL });
    const indexes = new LiveIndexes({ counts, rulesets: rulesetsOf([FIRST]), clock });
    const metrics = createMetrics('scoring', { withProcess: false });

    const exported = new IndexMetrics(indexes, metrics);
    await exported.refresh();
    const { text } = await metrics.exposition();
    expect(series(text, 'cx_index_points', 'delivery')).toEqual([
      'cx_index_points{department="delivery",account="accountable",period="latest"} 83.4271',
      'cx_index_points{department="delivery",account="lived",period="latest"} 73.4748',
    ]);
    expect(series(text, 'cx_index_period_start_timestamp_seconds', 'delivery')).toEqual([
      `cx_index_period_start_timestamp_seconds{department="delivery"} ${Date.UTC(2018, 7, 1) / 1000}`,
    ]);
    expect(series(text, 'cx_index_points_lost', 'delivery')).toEqual([
      'cx_index_points_lost{department="delivery",metric="delivered_by_first_promise"} 13.381',
      'cx_index_points_lost{department="delivery",metric="arrived_at_last"} 3.1919',
    ]);
    expect(series(text, 'cx_index_figure_ratio', 'delivery')).toEqual(
      expect.arrayContaining([expect.stringMatching(/figure="worst_tenth_delivered_by_first_promise"\} 0\.\d+$/)]),
    );
    expect(series(text, 'cx_index_points', 'support')).toEqual([]);

    counts.set({ rows: [] });
    clock.goOn();
    await exported.refresh();
    expect(series((await metrics.exposition()).text, 'cx_index_points', 'delivery')).toEqual([]);
    expect((await metrics.exposition()).text).not.toMatch(/^cx_index_.*department="delivery"/m);
  });

  it('show how many cases declared events took out of the index', async () => {
    const [first] = REAL.filter(
      ({ metric, day }) => metric === 'delivered_by_first_promise' && day.startsWith('2018-08'),
    );
    if (first === undefined) throw new Error('no orders in August');
    const out = {
      class: 'EXCLUDED',
      reason: 'DECLARED_EVENT',
      responsible: 'event/strike',
      hits: 3n,
      misses: 4n,
    } as const;
    const counts = new MemoryCounts();
    counts.set({ rows: [...REAL, { ...first, ...out }] });
    const rulesets = rulesetsOf([FIRST]);
    const indexes = new LiveIndexes({ counts, rulesets, clock: new TestClock() });
    const metrics = createMetrics('scoring', { withProcess: false });
    await new IndexMetrics(indexes, metrics).refresh();
    const { text } = await metrics.exposition();
    const taken = ['delivery', 'ordering'].flatMap((department) => series(text, 'cx_index_event_cases', department));
    expect(taken.map((line) => line.split(' ').at(-1))).toEqual(['7', '0']);
  });

  it('show a department of the company itself, which was declared', async () => {
    const counts = new MemoryCounts();
    counts.set({ rows: [...REAL, PRICES] });
    const rulesets = rulesetsOf([OWN_RULESET]);
    const indexes = new LiveIndexes({ counts, rulesets, clock: new TestClock() });
    const metrics = createMetrics('scoring', { withProcess: false });
    metrics.declare(PRODUCT);
    await new IndexMetrics(indexes, metrics).refresh();
    // 920 of 1,000: a quarter of the way from the target, 900, to world class, 980.
    expect(series((await metrics.exposition()).text, 'cx_index_points', 'product')[0]).toBe(
      'cx_index_points{department="product",account="accountable",period="latest"} 85',
    );
  });
});

function series(text: string, name: string, department: string): string[] {
  return text.split('\n').filter((line) => line.startsWith(`${name}{department="${department}"`));
}
