import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.js';
import { figureOf, READINGS, readingOf } from './readings.js';

describe('how a metric reads without a weight', () => {
  it.each([
    ['drivers_trained', 'drivers_trained_rate'],
    ['voucher_cost', 'voucher_cost'],
    ['return_link_hours', 'return_link_hours'],
    ['handle_seconds', 'handle_seconds_mean'],
    ['promised_days', 'promised_days_mean'],
  ])('%s is read as %s', (metric, figure) => {
    expect(figureOf(metric)).toBe(figure);
  });

  it('is listed by the ids of metrics, and a mean is of a metric of the same department that counts cases', () => {
    for (const [id, reading] of Object.entries(READINGS)) {
      const [metric] = CATALOGUE.named(id);
      expect(metric?.id).toBe(id);
      if (reading.kind !== 'MEAN') continue;
      const [other] = CATALOGUE.named(reading.of);
      expect([other?.id, other?.source, other?.counts]).toEqual([reading.of, metric?.source, 'CASES']);
    }
  });

  it('is a share only where hits and misses together are the whole: a sum that has no misses would read 100 %', () => {
    const sums = CATALOGUE.all.filter(({ counts, missesAre }) => counts === 'TALLY' && missesAre === 'misses');
    expect(sums.filter(({ id }) => readingOf(id).kind === 'SHARE').map(({ id }) => id)).toEqual([]);
  });
});
