import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '#libs/domain/time.js';
import { at, deliveryOrder as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { deliveredByFirstPromise as metric } from './delivered-by-first-promise.js';

const delivered = (deliveredDay: string) => ({ deliveredDay, deliveredAt: at(`${deliveredDay}T15:00`) });
const never = { deliveredDay: undefined, deliveredAt: undefined };

describe('a parcel promised for 11 March', () => {
  it.each([
    ['delivered on the promised day is a hit', delivered('2018-03-11'), 'hit'],
    ['delivered before is a hit', delivered('2018-03-02'), 'hit'],
    ['handed over in time and delivered a day late is a miss of delivery', delivered('2018-03-12'), 'miss'],
    ['handed over in time and never delivered is a miss of delivery', never, 'miss'],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf(metric, parcel(changes))).toBe(verdict);
  });

  it('counts on the promised day and is judged when that day is over', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'area/sp', day: '2018-03-11', dueAt: at('2018-03-12T00:00') });
  });
});

/** The limit is noon of 5 March. */
describe('a parcel that the warehouse handed over late', () => {
  const handedOver = (wallTime: string) => ({ handedOverAt: at(wallTime) });

  it.each([
    ['by one day, and delivered one day late, is a miss of the warehouse', '2018-03-06T12:00', '2018-03-12', true],
    ['by one day, and delivered two days late, is a miss of delivery', '2018-03-06T12:00', '2018-03-13', false],
    ['by two days, and delivered two days late, is a miss of the warehouse', '2018-03-07T00:00', '2018-03-13', true],
    [
      'on the day of the limit, and delivered a day late, is a miss of delivery',
      '2018-03-05T23:59',
      '2018-03-12',
      false,
    ],
    [
      'at the limit, to the instant, and delivered a day late, is a miss of delivery',
      '2018-03-05T12:00',
      '2018-03-12',
      false,
    ],
  ])('%s', (_, handOver, day, isWarehouse) => {
    const verdict = verdictOf(metric, parcel({ ...handedOver(handOver), ...delivered(day) }));
    expect(verdict).toBe(isWarehouse ? 'miss UPSTREAM_HANDED_OVER_LATE' : 'miss');
  });

  it('and that came in time all the same is a hit of delivery', () => {
    expect(verdictOf(metric, parcel(handedOver('2018-03-10T12:00')))).toBe('hit');
  });

  it('and never came is a miss of delivery: nothing says that it would have come', () => {
    expect(verdictOf(metric, parcel({ ...handedOver('2018-03-10T12:00'), ...never }))).toBe('miss');
  });

  it('without a known limit is a miss of delivery', () => {
    const changes = { limit: undefined, ...handedOver('2018-03-10T12:00'), ...delivered('2018-03-12') };
    expect(verdictOf(metric, parcel(changes))).toBe('miss');
  });
});

describe('a parcel that did not reach delivery', () => {
  const notHandedOver = { handedOverAt: undefined, ...never };

  it.each([
    [
      'because ordering never released it is a miss of ordering',
      { isReleased: false, ...notHandedOver },
      'UPSTREAM_NOT_RELEASED',
    ],
    ['although it was released is a miss of the warehouse', notHandedOver, 'UPSTREAM_NEVER_HANDED_OVER'],
  ])('%s', (_, changes, reason) => {
    expect(verdictOf(metric, parcel(changes))).toBe(`miss ${reason}`);
  });

  it('and is delivered late without a hand-over is a miss of delivery', () => {
    expect(verdictOf(metric, parcel({ handedOverAt: undefined, ...delivered('2018-03-12') }))).toBe('miss');
  });

  it('is excluded when it was canceled, hit or miss alike, before any other reason', () => {
    expect(verdictOf(metric, parcel({ isCanceled: true }))).toBe('hit CAUSE_UNKNOWN');
    expect(verdictOf(metric, parcel({ isCanceled: true, isReleased: false, ...notHandedOver }))).toBe(
      'miss CAUSE_UNKNOWN',
    );
  });
});

describe('laws', () => {
  const days = fc.integer({ min: -9, max: 20 });
  const late = (by: number) => parcel(delivered(addDays('2018-03-11', by)));

  it('delivering earlier never turns a hit into a miss', () => {
    fc.assert(
      fc.property(days, days, (one, other) => {
        const isHitLate = verdictOf(metric, late(Math.max(one, other))) === 'hit';
        expect(!isHitLate || verdictOf(metric, late(Math.min(one, other))) === 'hit').toBe(true);
      }),
    );
  });

  it('the warehouse never answers for more days than it was late by', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 9 }), (by, handedOverLateBy) => {
        const handedOverAt = at(`${addDays('2018-03-05', handedOverLateBy)}T18:00`);
        const of = parcel({ ...delivered(addDays('2018-03-11', by)), handedOverAt });
        const isWarehouse = verdictOf(metric, of) === 'miss UPSTREAM_HANDED_OVER_LATE';
        const lateBy = daysBetween('2018-03-11', of.deliveredDay ?? '');
        expect(isWarehouse).toBe(lateBy > 0 && lateBy <= handedOverLateBy);
      }),
    );
  });
});
