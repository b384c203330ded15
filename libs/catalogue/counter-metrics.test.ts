import { describe, expect, it } from 'vitest';
import type { Source } from '#libs/domain/source.js';
import { CATALOGUE } from './catalogue.js';
import { COUNTER_METRICS, counterMetricOf } from './counter-metrics.js';

const scored = CATALOGUE.all.filter(({ role }) => role === 'SCORED');
const listed = Object.entries(COUNTER_METRICS).flatMap(([source, rows]) =>
  Object.entries(rows).map(([metric, counter]) => ({ source, metric, counter })),
);

describe('the counter-metrics', () => {
  it.each(scored.map((metric) => [metric.id, metric] as const))(
    '%s is scored, so another metric of the catalogue shows when it is gamed',
    (id, metric) => {
      const counter = counterMetricOf(metric);
      expect(CATALOGUE.named(counter)[0]?.id).toBe(counter);
      expect(counter).not.toBe(id);
    },
  );

  it.each(listed)('$metric of $source is listed once, with the id of a metric', ({ source, metric, counter }) => {
    const [named] = CATALOGUE.named(metric);
    expect(named).toMatchObject({ id: metric, source, counterMetric: '' });
    expect(CATALOGUE.named(counter)[0]?.id).toBe(counter);
  });

  it('are those of the definition where it was published with one', () => {
    expect(counterMetricOf(CATALOGUE.named('handed_over_by_limit')[0]!)).toBe('handed_over_at_last');
  });

  it('are none for a metric of a department of the company, which lists none', () => {
    const own = { ...CATALOGUE.named('order_kept')[0]!, source: 'gift-wrapping' as Source };
    expect(counterMetricOf(own)).toBe('');
  });
});
