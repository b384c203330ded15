import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.js';
import { METRIC_REFERENCES, referenceOf } from './references.js';

describe('references of metrics', () => {
  it.each(METRIC_REFERENCES.map((one) => [one.metric, one] as const))(
    '%s has a weight and rising levels',
    (metric, one) => {
      expect(CATALOGUE.named(metric)[0]).toMatchObject({ id: metric, role: 'SCORED' });
      expect(0 < one.targetPpm && one.targetPpm < one.worldClassPpm && one.worldClassPpm < 1_000_000).toBe(true);
      expect(one.source).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('there is at most one of a metric, and none of a metric without published levels', () => {
    expect(new Set(METRIC_REFERENCES.map(({ metric }) => metric)).size).toBe(METRIC_REFERENCES.length);
    expect(referenceOf('goodwill_paid_by_promised_day')).toBeUndefined();
  });
});
