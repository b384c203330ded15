import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { promisedDays as metric } from './promised-days.js';

const tallied = (promisedDay: string) => evaluate([metric], order({ placed: { promisedDay } }))[0]?.result.hits;

describe('the days promised', () => {
  it('are civil days from the order to the promised day', () => {
    expect(tallied('2018-03-11')).toBe(10);
    expect(tallied('2018-03-02')).toBe(1);
    expect(tallied('2018-03-01')).toBe(0);
  });

  it('are of orders that were delivered, so that their mean stands beside the days taken', () => {
    expect(verdictOf(metric, order({ deliveredAt: undefined }))).toBe('not evaluated');
  });

  it('count on the promised day, when the parcel was delivered', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: at('2018-03-09T15:00') };
    expect(whereOf(metric, order())).toEqual(where);
  });
});
