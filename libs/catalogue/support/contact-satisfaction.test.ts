import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { contactSatisfaction as metric } from './contact-satisfaction.js';
import type { Rating } from './rating.js';

const LIMIT = at('2018-03-15T10:00');
const answer = (satisfaction: number | undefined, answeredAt = at('2018-03-02T09:00')): Rating => ({
  ...{ answeredAt, satisfaction: undefined, ease: undefined },
  satisfaction,
});
const rated = (...ratings: Rating[]) => contact({ ratings });

describe('the satisfaction of a customer with a contact', () => {
  it.each([
    [5, 'hit'],
    [4, 'miss'],
    [1, 'miss'],
  ])('with the score %i is a %s', (score, verdict) => {
    expect(verdictOf(metric, rated(answer(score)))).toBe(verdict);
  });

  it('is what is asked of: a contact without an answer to this question is not evaluated', () => {
    expect(verdictOf(metric, contact())).toBe('not evaluated');
    expect(verdictOf(metric, rated({ ...answer(undefined), ease: 5 }))).toBe('not evaluated');
  });

  it('counts by the last answer to it until 14 days after the contact, to the millisecond', () => {
    expect(verdictOf(metric, rated(answer(5), answer(1, LIMIT)))).toBe('miss');
    expect(verdictOf(metric, rated(answer(5), answer(1, LIMIT + 1)))).toBe('hit');
    expect(verdictOf(metric, rated(answer(5, LIMIT + 1)))).toBe('not evaluated');
    expect(verdictOf(metric, rated(answer(5), answer(undefined, LIMIT)))).toBe('hit');
  });

  it('counts on the day of the contact, and is judged 14 days later', () => {
    expect(whereOf(metric, rated(answer(5)))).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: LIMIT });
  });

  it('has the limits that the definition says', () => {
    const other = redefine(metric, { definition: 2, parameters: { lowestContentScore: 2, limitCivilDays: 1 } });
    expect(verdictOf(other, rated(answer(2)))).toBe('hit');
    expect(verdictOf(other, rated(answer(5, at('2018-03-02T10:00') + 1)))).toBe('not evaluated');
  });
});
