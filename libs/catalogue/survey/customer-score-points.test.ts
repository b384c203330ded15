import { describe, expect, it } from 'vitest';
import { customerAnswer as answer, at, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { customerScorePoints as metric } from './customer-score-points.js';

const points = (score: number) => {
  const [evaluation] = evaluate([metric], answer({ score }));
  return [evaluation?.result.hits, evaluation?.result.misses];
};

describe('the points of a score', () => {
  it.each([
    [1, [0, 4]],
    [2, [1, 3]],
    [3, [2, 2]],
    [4, [3, 1]],
    [5, [4, 0]],
  ])('%i are %j: given and not given', (score, expected) => {
    expect(points(score)).toEqual(expected);
  });

  it('carry the mean of scores: 1 + 4 x hits / (hits + misses)', () => {
    const all = [1, 4, 5].map(points);
    const hits = all.reduce((sum, [given = 0]) => sum + given, 0);
    expect(1 + (4 * hits) / (4 * all.length)).toBeCloseTo((1 + 4 + 5) / 3);
  });

  it('count on the promised day of the order, as soon as the customer answered', () => {
    const where = { unit: 'unattributed', day: '2018-03-11', dueAt: at('2018-03-12T09:00') };
    expect(whereOf(metric, answer())).toEqual(where);
  });
});
