import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { goodwillPaidByPromisedDay as metric } from './goodwill-paid-by-promised-day.js';

const promised = (goodwillPaidAt?: number) => contact({ goodwillDay: '2018-03-05', goodwillPaidAt });

describe('promised goodwill', () => {
  it.each([
    ['paid before the promised day is a hit', at('2018-03-02T09:00'), 'hit'],
    ['paid in the last moment of the promised day is a hit', at('2018-03-06T00:00') - 1, 'hit'],
    ['paid at the first moment of the next day is a miss', at('2018-03-06T00:00'), 'miss'],
    ['that was never paid is a miss', undefined, 'miss'],
  ])('%s', (_, paidAt, verdict) => {
    expect(verdictOf(metric, promised(paidAt))).toBe(verdict);
  });

  it('is judged at the end of the promised day, where the customer is', () => {
    expect(whereOf(metric, promised())).toEqual({
      ...{ unit: 'team/one', day: '2018-03-05', dueAt: at('2018-03-06T00:00') },
    });
  });

  it.each([
    ['a contact without a promise', contact()],
    ['a payment that was never promised', contact({ goodwillPaidAt: at('2018-03-02T09:00') })],
  ])('is what is asked of, so %s is not evaluated', (_, of) => {
    expect(verdictOf(metric, of)).toBe('not evaluated');
  });
});
