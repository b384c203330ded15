import { describe, expect, it } from 'vitest';
import { at, whereOf, ZONE } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { redefine } from '../metric.js';
import { pricedNearLowest as metric } from './priced-near-lowest.js';

const happenedAt = at('2018-03-02T00:00');
const check = (ownPriceMinor: number, lowestPriceMinor: number) => ({
  ...{ unit: 'category/toys', zone: ZONE, happenedAt, ownPriceMinor, lowestPriceMinor, views: 7 },
});
const tallied = (own: number, lowest: number, by = metric) => {
  const [evaluation] = evaluate([by], check(own, lowest));
  return [evaluation?.result.hits, evaluation?.result.misses];
};

describe('a price', () => {
  it.each([
    ['below the lowest of the others is near', 900, 1_000, [7, 0]],
    ['2 % above it is near', 1_020, 1_000, [7, 0]],
    ['a minor unit more is not', 1_021, 1_000, [0, 7]],
    ['is compared exactly at any size', 2_000_000_000, 1_960_784_314, [7, 0]], // 1.02 times it is 2 000 000 000.28
    ['and a minor unit below', 2_000_000_000, 1_960_784_313, [0, 7]],
  ])('%s', (_, own, lowest, expected) => {
    expect(tallied(own, lowest)).toEqual(expected);
  });

  it('may be above it by the share that its definition says', () => {
    const tenth = redefine(metric, { definition: 2, parameters: { mostAbovePpm: 100_000 } });
    expect([tallied(1_100, 1_000, tenth), tallied(1_101, 1_000, tenth)]).toEqual([
      [7, 0],
      [0, 7],
    ]);
  });

  it('counts on the day of the check, in its unit', () => {
    const where = { unit: 'category/toys', day: '2018-03-02', dueAt: happenedAt };
    expect(whereOf(metric, check(1, 1))).toEqual(where);
  });
});
