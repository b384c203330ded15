import { describe, expect, it } from 'vitest';
import { customerAnswer as answer, at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { customerScore as metric } from './customer-score.js';

describe('the score of a customer', () => {
  it.each([
    [5, 'hit'],
    [4, 'hit'],
    [3, 'miss'],
    [1, 'miss'],
  ])('of %i is a %s', (score, verdict) => {
    expect(verdictOf(metric, answer({ score }))).toBe(verdict);
  });

  it('counts on the promised day of the order, as soon as the customer answered', () => {
    const where = { unit: 'unattributed', day: '2018-03-11', dueAt: at('2018-03-12T09:00') };
    expect(whereOf(metric, answer())).toEqual(where);
  });

  it('is a hit from the score that its definition says', () => {
    const five = redefine(metric, { definition: 2, parameters: { lowestContentScore: 5 } });
    expect([4, 5].map((score) => verdictOf(five, answer({ score })))).toEqual(['miss', 'hit']);
  });
});
