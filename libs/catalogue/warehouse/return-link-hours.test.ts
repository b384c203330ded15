import { describe, expect, it } from 'vitest';
import { at, whereOf, ZONE } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import type { ReturnLink } from './return-journey.js';
import { returnLinkHours as metric } from './return-link-hours.js';

const HOUR = 3_600_000;
const FROM = at('2018-03-01T10:00');
const REFUNDED = at('2018-03-10T23:59');
const link = (tookMs: number): ReturnLink => ({
  journey: { unit: 'site/returns', zone: ZONE, at: { return_refunded: REFUNDED } },
  ...{ name: 'transport', from: FROM, to: FROM + tookMs },
});
const hours = (tookMs: number) => {
  const [evaluation] = evaluate([metric], link(tookMs));
  return [evaluation?.result.hits, evaluation?.result.misses];
};

describe('the hours of a link of a return', () => {
  it.each([
    [0, [0, 1_440]],
    [HOUR - 1, [0, 1_440]],
    [HOUR, [1, 1_439]],
    [1_440 * HOUR, [1_440, 0]],
    [1_441 * HOUR, [1_440, 0]],
  ])('of %i ms are %j: taken and not taken', (tookMs, expected) => {
    expect(hours(tookMs)).toEqual(expected);
  });

  it('carry the mean of the link: 1,440 x hits / (hits + misses)', () => {
    const all = [10 * HOUR, 40 * HOUR].map(hours);
    const taken = all.reduce((sum, [hits = 0]) => sum + hits, 0);
    expect((1_440 * taken) / (1_440 * all.length)).toBe(25);
  });

  it('count in the link, on the day of the refund, at once', () => {
    expect(whereOf(metric, link(0))).toEqual({ unit: 'link/transport', day: '2018-03-10', dueAt: REFUNDED });
  });
});
