import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { orderDataRight as metric } from './order-data-right.js';

describe('the data of an order', () => {
  it.each([
    ['that were never corrected are a hit', order(), 'hit'],
    ['that were corrected are a miss', order({ correctedAt: at('2018-03-01T12:00') }), 'miss'],
    [
      'that were corrected in the last instant of the promised day are a miss',
      order({ correctedAt: at('2018-03-12T00:00') - 1 }),
      'miss',
    ],
    ['that were corrected on the next day are a hit', order({ correctedAt: at('2018-03-12T00:00') }), 'hit'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('count on the promised day and are judged when that day is over', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: at('2018-03-12T00:00') };
    expect(whereOf(metric, order())).toEqual(where);
  });
});
