import { describe, expect, it } from 'vitest';
import { at, whereOf, ZONE } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { inStockWhenViewed as metric } from './in-stock-when-viewed.js';

const happenedAt = at('2018-03-02T00:00');
const check = (views: number, viewsInStock: number) => ({
  ...{ unit: 'category/toys', zone: ZONE, happenedAt, views, viewsInStock },
});
const tallied = (views: number, inStock: number) => {
  const [evaluation] = evaluate([metric], check(views, inStock));
  return [evaluation?.result.hits, evaluation?.result.misses];
};

describe('looks at an article', () => {
  it('are hits where it was in stock, and misses where it was not', () => {
    expect([tallied(10, 10), tallied(10, 7), tallied(1, 0)]).toEqual([
      [10, 0],
      [7, 3],
      [0, 1],
    ]);
  });

  it('count on the day of the check, in its unit', () => {
    const where = { unit: 'category/toys', day: '2018-03-02', dueAt: happenedAt };
    expect(whereOf(metric, check(1, 1))).toEqual(where);
  });
});
