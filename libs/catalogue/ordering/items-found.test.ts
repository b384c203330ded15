import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { itemsFound as metric } from './items-found.js';

const checked = (requested: number, found: number) =>
  order({ items: { name: 'items_checked', happenedAt: at('2018-03-02T00:00'), requested, found, substitutable: 0 } });
const tallied = (requested: number, found: number) => {
  const [evaluation] = evaluate([metric], checked(requested, found));
  return [evaluation?.result.hits, evaluation?.result.misses];
};

describe('the items of an order', () => {
  it('are hits where they were there, and misses where they were not', () => {
    expect(tallied(5, 5)).toEqual([5, 0]);
    expect(tallied(5, 3)).toEqual([3, 2]);
    expect(tallied(1, 0)).toEqual([0, 1]);
  });

  it('are not asked while they were not looked for', () => {
    expect(verdictOf(metric, order())).toBe('not evaluated');
  });

  it('count on the day on which they were looked for, where the customer is', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-02', dueAt: at('2018-03-02T00:00') };
    expect(whereOf(metric, checked(5, 5))).toEqual(where);
  });
});
