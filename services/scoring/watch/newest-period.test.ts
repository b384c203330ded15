import { describe, expect, it } from 'vitest';
import { createMetrics } from '#libs/metrics/metrics.js';
import { LiveIndexes } from '../answers/live-index.js';
import { MemoryCounts } from '../fixtures/memory-counts.js';
import { FIRST, REAL } from '../fixtures/real-orders.js';
import { TestClock } from '../fixtures/served.js';
import { rulesetsOf } from '../rulesets/rulesets.js';
import { NewestPeriodMetrics } from './newest-period.js';

const clock = new TestClock();
const counts = new MemoryCounts();
counts.set({ rows: REAL });
const indexes = new LiveIndexes({ counts, rulesets: rulesetsOf([FIRST]), clock });
const metrics = createMetrics('scoring', { withProcess: false });
const newest = new NewestPeriodMetrics(indexes, metrics);

describe('the gauges of the newest period', () => {
  it('show who answers for the late parcels of August 2018, and for none twice', async () => {
    await newest.refresh();
    const late = await series('cx_metric_misses', 'metric="delivered_by_first_promise"');
    // 90 of the 1,866 accountable parcels were late (docs/how-it-works.md), and 54 for which others answer.
    expect(late.find(({ labels }) => labels.includes('responsible="delivery"'))?.value).toBe(90);
    const others = late.filter(({ labels }) => !labels.includes('responsible="delivery"'));
    expect(others.reduce((sum, { value }) => sum + value, 0)).toBe(54);
  });

  it('show the hits of each metric as a share: 1,776 of 1,866', async () => {
    const [hits] = await series('cx_metric_hit_ratio', 'metric="delivered_by_first_promise"');
    expect(hits?.value).toBeCloseTo(1_776 / 1_866, 12);
  });

  it('show at most ten units of a department, and each with every metric of which it has cases', async () => {
    const units = await series('cx_unit_points_lost', 'department="delivery"');
    const names = new Set(units.map(({ labels }) => /unit="([^"]*)"/.exec(labels)?.[1]));
    expect(names.size).toBe(10);
    expect(names).toContain('area/sp');
    // The rest lies in units beyond the ten.
    const lost = await series('cx_unit_points_lost', 'department="delivery"');
    expect(lost.reduce((sum, { value }) => sum + value, 0)).toBeLessThanOrEqual(100 - 83.4271);
  });

  it('are gone with the counts', async () => {
    counts.set({ rows: [] });
    clock.goOn();
    await newest.refresh();
    for (const name of ['cx_metric_misses', 'cx_metric_hit_ratio', 'cx_unit_points_lost'])
      expect(await series(name, '')).toEqual([]);
  });
});

async function series(name: string, label: string): Promise<{ labels: string; value: number }[]> {
  const { text } = await metrics.exposition();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(label) && line.includes('department="delivery"'))
    .map((line) => ({
      labels: line.slice(0, line.lastIndexOf(' ')),
      value: Number(line.slice(line.lastIndexOf(' ') + 1)),
    }));
}
