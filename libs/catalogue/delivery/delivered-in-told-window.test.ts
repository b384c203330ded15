import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { failed, NOT_RECEIVED, parcelWith, toldWindow } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { deliveredInToldWindow as metric } from './delivered-in-told-window.js';

const told = toldWindow('2018-03-09T08:00', '2018-03-09T14:00', '2018-03-09T16:00');
const received = (wallTime: string) => ({ receivedAt: at(wallTime) });

describe('a parcel that was told for 14:00 to 16:00', () => {
  it.each([
    ['and came at the begin is a hit', received('2018-03-09T14:00'), 'hit'],
    ['and came at the end is a hit', received('2018-03-09T16:00'), 'hit'],
    ['and came a minute before is a miss', received('2018-03-09T13:59'), 'miss'],
    ['and came a minute later is a miss', received('2018-03-09T16:01'), 'miss'],
    ['and did not come is a miss', NOT_RECEIVED, 'miss'],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf(metric, parcelWith([told], changes))).toBe(verdict);
  });

  it.each([
    ['in the window, while the customer was absent, is excluded', '15:00', 'CUSTOMER_ABSENT', 'miss CUSTOMER_ABSENT'],
    ['in the window, and failed without time, is a miss', '15:00', 'NO_TIME', 'miss'],
    ['after the window, while the customer was absent, is a miss', '16:01', 'CUSTOMER_ABSENT', 'miss'],
    ['after the window, to a wrong address, is a miss', '16:01', 'WRONG_ADDRESS', 'miss'],
  ] as const)('and was brought %s', (_, time, reason, verdict) => {
    expect(verdictOf(metric, parcelWith([told, failed(`2018-03-09T${time}`, reason)], NOT_RECEIVED))).toBe(verdict);
  });

  it('counts on the day on which the window ends and is judged at its end', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-09T16:00') };
    expect(whereOf(metric, parcelWith([told], received('2018-03-12T15:00')))).toEqual(where);
  });

  it('is not excused by a window that is told while the customer waits', () => {
    const next = toldWindow('2018-03-09T15:00', '2018-03-10T14:00', '2018-03-10T16:00');
    expect(verdictOf(metric, parcelWith([told, next], received('2018-03-10T15:00')))).toBe('miss');
  });

  it('is in time at any instant of the window, and at no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), (minutes) => {
        const receivedAt = told.from + minutes * MINUTE;
        const isInside = minutes >= 0 && minutes <= 120;
        expect(verdictOf(metric, parcelWith([told], { receivedAt }))).toBe(isInside ? 'hit' : 'miss');
      }),
    );
  });
});

describe('a parcel of which the customer was told no reliable window', () => {
  const wide = toldWindow('2018-03-09T08:00', '2018-03-09T09:00', '2018-03-09T19:00');

  it('is not asked', () => {
    expect(verdictOf(metric, parcelWith([]))).toBe('not evaluated');
    expect(verdictOf(metric, parcelWith([wide]))).toBe('not evaluated');
    expect(verdictOf(metric, parcelWith([told], { fulfilment: 'LOCKER' }))).toBe('not evaluated');
  });

  it('is asked where a wide window is allowed', () => {
    const day = redefine(metric, { definition: 2, parameters: { widthMinutes: 600 } });
    expect(verdictOf(day, parcelWith([wide]))).toBe('hit');
  });
});
