import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { substitutesAccepted as metric } from './substitutes-accepted.js';

const missing = (substitutable: number, substitutesAccepted: number) =>
  order({
    items: { name: 'items_checked', happenedAt: at('2018-03-02T10:00'), requested: 9, found: 4, substitutable },
    substitutesAccepted,
  });
const tallied = (substitutable: number, accepted: number) => {
  const [evaluation] = evaluate([metric], missing(substitutable, accepted));
  return [evaluation?.result.hits, evaluation?.result.misses];
};

describe('the missing items of an order', () => {
  it.each([
    ['are hits where a substitute was accepted, and misses where none was', 5, 3, [3, 2]],
    ['are misses without an offer', 5, 0, [0, 5]],
    ['are all made good by as many substitutes', 5, 5, [5, 0]],
    ['are not made good twice', 5, 6, [5, 0]],
  ])('%s', (_, substitutable, accepted, expected) => {
    expect(tallied(substitutable, accepted)).toEqual(expected);
  });

  it('are not asked where no substitute is allowed, nor before they were looked for', () => {
    expect(verdictOf(metric, missing(0, 0))).toBe('not evaluated');
    expect(verdictOf(metric, order())).toBe('not evaluated');
  });

  it('count on the promised day and are judged when that day is over', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: at('2018-03-12T00:00') };
    expect(whereOf(metric, missing(1, 0))).toEqual(where);
  });
});
