import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { checkoutCompleted as metric } from './checkout-completed.js';

const begunAt = at('2018-03-01T23:30');
const LIMIT = at('2018-03-02T00:30');
const endedAt = (instant: number | undefined) => ({ unit: 'channel/app', zone: ZONE, begunAt, endedAt: instant });

describe('a checkout', () => {
  it.each([
    ['that ends at once is a hit', begunAt, 'hit'],
    ['that ends at the limit is a hit', LIMIT, 'hit'],
    ['that ends a millisecond later is a miss', LIMIT + 1, 'miss'],
    ['that never ends is a miss', undefined, 'miss'],
  ])('%s', (_, instant, verdict) => {
    expect(verdictOf(metric, endedAt(instant))).toBe(verdict);
  });

  it('counts on the day on which the limit ends, in its unit', () => {
    expect(whereOf(metric, endedAt(undefined))).toEqual({ unit: 'channel/app', day: '2018-03-02', dueAt: LIMIT });
  });
});
