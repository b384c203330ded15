import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import type { ReturnJourney } from './return-journey.js';
import { returnRefundedInTime as metric } from './return-refunded-in-time.js';

const POSTED = at('2018-03-01T10:00');
const LIMIT = at('2018-03-15T10:00');
const day = (date: string) => at(`2018-03-${date}T10:00`);

function journey(received?: number, inspected?: number, refunded?: number, posted: number | 'not' = POSTED) {
  const steps = {
    return_posted: posted === 'not' ? undefined : posted,
    return_received: received,
    return_inspected: inspected,
  };
  const known = Object.entries({ ...steps, return_refunded: refunded }).filter(([, instant]) => instant !== undefined);
  return { unit: 'site/returns', zone: ZONE, at: Object.fromEntries(known) } as ReturnJourney;
}

describe('goods that a customer posted on 1 March at ten', () => {
  it.each([
    ['and got the money for at the limit are a hit', journey(day('03'), day('05'), LIMIT), 'hit'],
    ['and got the money for at once are a hit, inspected or not', journey(undefined, undefined, POSTED), 'hit'],
    ['a millisecond later, with a slow inspection, are a miss', journey(day('03'), day('08'), LIMIT + 1), 'miss'],
    ['with a slow carrier are charged to delivery', journey(day('12'), day('13'), day('16')), 'miss TRANSPORT_SLOWEST'],
    ['that never arrive are charged to delivery', journey(), 'miss TRANSPORT_SLOWEST'],
    ['that wait for the refund are charged to support', journey(day('03'), day('04')), 'miss REFUND_SLOWEST'],
    ['that wait for the inspection are a miss of the warehouse', journey(day('03')), 'miss'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('of links that took equally long beyond their days the earlier one answers', () => {
    // The transport takes 6 of 5 days, the inspection 3 of 2, the refund 8 of 7.
    expect(verdictOf(metric, journey(day('07'), day('10'), day('18')))).toBe('miss TRANSPORT_SLOWEST');
    // The transport 5 of 5, the inspection 3 of 2, the refund 8 of 7.
    expect(verdictOf(metric, journey(day('06'), day('09'), day('17')))).toBe('miss');
  });

  it('count where they are handled, on the day on which the limit ends, and are judged then', () => {
    expect(whereOf(metric, journey())).toEqual({ unit: 'site/returns', day: '2018-03-15', dueAt: LIMIT });
  });

  it('have the days that the definition says', () => {
    const parameters = { transportCivilDays: 1, inspectionCivilDays: 1, refundCivilDays: 1 };
    const short = redefine(metric, { definition: 2, parameters });
    expect(verdictOf(short, journey(undefined, undefined, day('04')))).toBe('hit');
    expect(verdictOf(short, journey(undefined, undefined, day('04') + 1))).not.toBe('hit');
  });
});

describe('a return', () => {
  it('that was not reported as posted is measured from its arrival', () => {
    expect(whereOf(metric, journey(day('03'), undefined, undefined, 'not')).dueAt).toBe(day('17'));
  });

  it('of which only the label is known is not asked: the customer still has the goods', () => {
    const label = { unit: 'channel/app', zone: ZONE, at: { return_announced: POSTED } };
    expect(verdictOf(metric, label)).toBe('not evaluated');
  });
});
