import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { promisedWithGoodOdds as metric } from './promised-with-good-odds.js';

const happenedAt = at('2018-03-01T10:00');
const odds = (onTimeOddsPpm: number) => order({ plan: { name: 'planned', happenedAt, onTimeOddsPpm } });

describe('a promise', () => {
  it.each([
    ['that nine of ten such orders kept is a hit', odds(900_000), 'hit'],
    ['that one in a million fewer kept is a miss', odds(899_999), 'miss'],
    ['that all of them kept is a hit', odds(1_000_000), 'hit'],
    ['that none of them kept is a miss', odds(0), 'miss'],
    ['whose plan states no odds is not asked', order({ plan: { name: 'planned', happenedAt } }), 'not evaluated'],
    ['without a plan is not asked', order(), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the promised day, and is judged when it was planned', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: happenedAt };
    expect(whereOf(metric, odds(1))).toEqual(where);
  });

  it('needs the odds that its definition says', () => {
    const half = redefine(metric, { definition: 2, parameters: { leastOddsPpm: 500_000 } });
    expect([verdictOf(half, odds(500_000)), verdictOf(half, odds(499_999))]).toEqual(['hit', 'miss']);
  });
});
