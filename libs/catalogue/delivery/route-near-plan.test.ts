import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { routeNearPlan as metric } from './route-near-plan.js';

const route = (drivenMetres: number, plannedMetres = 80_000) => ({
  ...{ happenedAt: at('2018-03-09T23:59'), unit: 'route/17', zone: ZONE, plannedMetres, drivenMetres },
});

describe('a route that is planned with 80 km', () => {
  it.each([
    ['and driven as planned is a hit', 80_000, 'hit'],
    ['and driven with 10 % more is a hit', 88_000, 'hit'],
    ['and driven with a metre more than that is a miss', 88_001, 'miss'],
    ['and driven with less is a hit', 70_000, 'hit'],
  ])('%s', (_, driven, verdict) => {
    expect(verdictOf(metric, route(driven))).toBe(verdict);
  });

  it('counts on the day on which it ended where it was driven, and is judged then', () => {
    const where = { unit: 'route/17', day: '2018-03-09', dueAt: at('2018-03-09T23:59') };
    expect(whereOf(metric, route(80_000))).toEqual(where);
  });

  it('has the excess that its definition says', () => {
    const five = redefine(metric, { definition: 2, parameters: { mostExcessPpm: 50_000 } });
    expect([verdictOf(five, route(84_000)), verdictOf(five, route(84_001))]).toEqual(['hit', 'miss']);
  });

  it('is never a hit for more metres and a miss for fewer', () => {
    const metres = fc.integer({ min: 0, max: 2_000_000 });
    fc.assert(
      fc.property(metres, metres, (one, other) => {
        const isHit = (driven: number) => verdictOf(metric, route(driven)) === 'hit';
        expect(isHit(Math.min(one, other)) || !isHit(Math.max(one, other))).toBe(true);
      }),
    );
  });
});
