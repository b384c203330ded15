import { describe, expect, it } from 'vitest';
import { createMetrics } from '#libs/metrics/metrics.js';
import { reportBounds } from './report-bounds.js';

describe('refusals by a bound', () => {
  it('are all counted, and logged once a minute for each bound', async () => {
    const metrics = createMetrics('scoring', { withProcess: false });
    const lines: unknown[] = [];
    const clock = { now: () => at };
    let at = 0;
    const report = reportBounds(metrics, { warn: (fields) => void lines.push(fields) }, clock);
    const refused = { service: 'cx.scoring.v1.ScoringService', method: 'GetIndex', caller: 'mallory' };
    for (const [instant, bound] of [
      [0, 'rate'],
      [59_999, 'rate'],
      [59_999, 'bytes'],
      [60_000, 'rate'],
    ] as const) {
      at = instant;
      report({ ...refused, bound });
    }
    expect(lines).toEqual(['rate', 'bytes', 'rate'].map((bound) => ({ bound, method: 'GetIndex', caller: 'mallory' })));
    expect((await metrics.exposition()).text).toMatch(/cx_bound_refusals_total\{.*method="GetIndex",bound="rate"\} 3/);
  });
});
