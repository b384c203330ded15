import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.js';
import { canonicalDefinition, definitionSha256 } from './hash.js';

describe('the catalogue', () => {
  it('has every definition of a metric once', () => {
    expect(new Set(CATALOGUE.all.map(({ id, definition }) => `${id} ${definition}`)).size).toBe(CATALOGUE.all.length);
  });

  it.each(CATALOGUE.all.map((metric) => [metric.id, metric] as const))(
    '%s says all that a department must know',
    (_, metric) => {
      for (const text of [metric.question, metric.population, metric.hit, metric.datedBy, metric.judged]) {
        expect(text.length).toBeGreaterThan(3);
      }
      expect(metric.needs).not.toContain(metric.source);
      expect(metric.counterMetric === '' || CATALOGUE.named(metric.counterMetric).length > 0).toBe(true);
    },
  );

  it('a definition has one spelling, whatever the order its fields were written in', () => {
    const metric = CATALOGUE.all[0]!;
    const turned = Object.fromEntries(Object.entries(metric).reverse()) as unknown as typeof metric;
    expect(canonicalDefinition(turned)).toBe(canonicalDefinition(metric));
    expect(definitionSha256({ ...metric, definition: 2 })).not.toEqual(definitionSha256(metric));
  });
});
