import { describe, expect, it } from 'vitest';
import { canonicalDefinition, definitionSha256, METRICS, metricOf } from './catalogue.js';

describe('the catalogue', () => {
  it('names every metric once', () => {
    expect(new Set(METRICS.map(({ metric }) => metric)).size).toBe(METRICS.length);
  });

  it.each(METRICS.map((metric) => [metric.metric, metric] as const))(
    '%s says all that a department must know',
    (_, metric) => {
      for (const text of [metric.question, metric.population, metric.hit, metric.datedBy, metric.judged]) {
        expect(text.length).toBeGreaterThan(3);
      }
      expect(metric.metric).toMatch(/^[a-z0-9_]+$/);
      expect(metric.needs).not.toContain(metric.source);
      expect(metric.counterMetric === '' || metricOf(metric.counterMetric) !== undefined).toBe(true);
    },
  );

  it('a definition has one spelling, whatever the order its fields were written in', () => {
    const metric = METRICS[0]!;
    const turned = Object.fromEntries(Object.entries(metric).reverse()) as unknown as typeof metric;
    expect(canonicalDefinition(turned)).toBe(canonicalDefinition(metric));
    expect(definitionSha256({ ...metric, definition: 2 })).not.toEqual(definitionSha256(metric));
  });
});
