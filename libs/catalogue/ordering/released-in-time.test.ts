import { describe, expect, it } from 'vitest';
import { at, MINUTE, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import type { OrderStep } from './order.js';
import type { Settlement } from './payment.js';
import { releasedInTime as metric } from './released-in-time.js';

const LIMIT = at('2018-03-01T10:35'); // approved at 10:05
const released = (happenedAt: number, part?: string): OrderStep => ({
  ...{ name: 'released', happenedAt, dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' },
  ...(part === undefined ? {} : { part }),
});
const steps = (...all: OrderStep[]) => ({ steps: all });
const payBy = (...settlements: Settlement[]) => ({
  placed: { payments: settlements.map((settlement) => ({ method: 'any', settlement })) },
});

describe('an order', () => {
  it.each([
    ['released at the limit is a hit', order(steps(released(LIMIT))), 'hit'],
    ['released a millisecond later is a miss', order(steps(released(LIMIT + 1))), 'miss'],
    ['released before the approval is a hit', order(steps(released(at('2018-03-01T10:00')))), 'hit'],
    ['never released is a miss', order(steps()), 'miss'],
    [
      'of which a parcel was split off later is a hit',
      order(steps(released(LIMIT, 'A'), released(LIMIT + 1, 'B'))),
      'hit',
    ],
    ['canceled at the limit and not released is not asked', order({ ...steps(), canceledAt: LIMIT }), 'not evaluated'],
    ['canceled a millisecond after the limit is a miss', order({ ...steps(), canceledAt: LIMIT + 1 }), 'miss'],
    ['unavailable at the limit is not asked', order({ ...steps(), unavailableAt: LIMIT }), 'not evaluated'],
    ['canceled after a release in time is a hit', order({ ...steps(released(LIMIT)), canceledAt: LIMIT }), 'hit'],
    ['without an approval is not asked', order({ approvedAt: undefined }), 'not evaluated'],
    [
      'approved by an attempt is measured from there',
      order({
        ...steps(released(LIMIT)),
        approvedAt: undefined,
        attempts: [
          { happenedAt: LIMIT - 40 * MINUTE, outcome: 'FAILED' },
          { happenedAt: LIMIT - 30 * MINUTE, outcome: 'APPROVED' },
        ],
      }),
      'hit',
    ],
    [
      'with an earlier approval by an attempt is measured from the attempt',
      order({ ...steps(released(LIMIT)), attempts: [{ happenedAt: LIMIT - 31 * MINUTE, outcome: 'APPROVED' }] }),
      'miss',
    ],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it.each([
    ['on delivery', payBy('ON_DELIVERY')],
    ['after delivery', payBy('AFTER_DELIVERY')],
  ])('that is paid %s is measured from the order', (_, paid) => {
    const of = (happenedAt: number) => order({ ...paid, approvedAt: undefined, ...steps(released(happenedAt)) });
    expect(verdictOf(metric, of(at('2018-03-01T10:30')))).toBe('hit');
    expect(verdictOf(metric, of(at('2018-03-01T10:30') + 1))).toBe('miss');
  });

  it('of which one part is paid at once waits for the approval', () => {
    expect(verdictOf(metric, order({ ...payBy('ON_DELIVERY', 'INSTANT'), approvedAt: undefined }))).toBe(
      'not evaluated',
    );
  });

  it('by an unknown method waits for the approval', () => {
    expect(verdictOf(metric, order({ ...payBy(), approvedAt: undefined }))).toBe('not evaluated');
  });

  it('counts on the day of the limit, by the unit that processed the payment', () => {
    const late = order({ approvedAt: at('2018-03-01T23:45') });
    expect(whereOf(metric, late)).toEqual({
      ...{ unit: 'method/credit_card', day: '2018-03-02', dueAt: at('2018-03-02T00:15') },
    });
  });
});
