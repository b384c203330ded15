import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { deliveredDays as metric } from './delivered-days.js';

const tallied = (wallTime: string) => evaluate([metric], order({ deliveredAt: at(wallTime) }))[0]?.result.hits;

describe('the days taken', () => {
  it('are civil days, not periods of 24 hours: one begins at midnight', () => {
    expect(tallied('2018-03-01T23:59')).toBe(0);
    expect(tallied('2018-03-02T00:00')).toBe(1);
    expect(tallied('2018-03-09T15:00')).toBe(8);
  });

  it('are 0 when the stamps say that the parcel came before it was ordered', () => {
    expect(tallied('2018-02-27T15:00')).toBe(0);
  });

  it('are of orders that were delivered', () => {
    expect(verdictOf(metric, order({ deliveredAt: undefined }))).toBe('not evaluated');
  });

  it('count on the promised day, when the parcel was delivered', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: at('2018-03-09T15:00') };
    expect(whereOf(metric, order())).toEqual(where);
  });
});
