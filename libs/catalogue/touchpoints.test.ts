import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.js';
import { responsibilityFor, TOUCHPOINTS } from './touchpoints.js';

describe('the touchpoints', () => {
  it('hold every metric of the catalogue once', () => {
    const listed = TOUCHPOINTS.flatMap(({ metrics }) => metrics);
    const ids = [...new Set(CATALOGUE.all.map(({ id }) => id))];
    expect(listed.toSorted()).toEqual(ids.toSorted());
  });
});

describe('who has to do with a metric', () => {
  const of = (id: string, counterOwner?: string) => {
    const metric = CATALOGUE.named(id)[0];
    if (metric === undefined) throw new Error(`there is no metric ${id}`);
    return responsibilityFor(metric, counterOwner);
  };

  it('is its department, those that its rules charge, and those whose milestones it reads', () => {
    expect(of('delivered_by_first_promise', 'ordering')).toEqual({
      answers: 'delivery',
      charged: [
        { party: 'ordering', reasons: ['UPSTREAM_NOT_RELEASED'] },
        { party: 'warehouse', reasons: ['UPSTREAM_NEVER_HANDED_OVER', 'UPSTREAM_HANDED_OVER_LATE'] },
      ],
      asked: ['ordering', 'warehouse'],
      told: ['ordering', 'warehouse'],
    });
  });

  it('is told as well if it owns the metric that shows gaming, and no department is told about what is its own', () => {
    expect(of('order_kept', 'delivery').told).toEqual(['delivery']);
    expect(of('order_kept', 'ordering').told).toEqual([]);
    expect(of('order_kept').told).toEqual([]);
  });
});
