import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { failed, NOT_RECEIVED, parcelWith, report, toldWindow } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { deliveryCompleted as metric } from './delivery-completed.js';

const left = report('dispatched', '2018-03-05T07:00', { unit: 'carrier/acme', contractDueAt: undefined });
const told = toldWindow('2018-03-08T08:00', '2018-03-08T14:00', '2018-03-08T16:00');
const arrived = (wallTime: string) => ({ deliveredAt: at(wallTime) });

describe('a parcel that left on 5 March', () => {
  it.each([
    ['and arrived on the 7th day is a hit', [left], arrived('2018-03-12T23:59'), 'hit'],
    ['and arrived a minute later is a miss', [left], arrived('2018-03-13T00:00'), 'miss'],
    ['and did not arrive is a miss', [left], NOT_RECEIVED, 'miss'],
    ['and was canceled is excluded', [left], { ...NOT_RECEIVED, isCanceled: true }, 'miss CAUSE_UNKNOWN'],
    ['and was canceled too late is excluded', [left], { isCanceled: true }, 'hit CAUSE_UNKNOWN'],
    [
      'and was refused is excluded',
      [left, failed('2018-03-08T15:00', 'CUSTOMER_REFUSED')],
      NOT_RECEIVED,
      'miss CUSTOMER_REFUSED',
    ],
    [
      'to a wrong address is a miss of ordering',
      [left, failed('2018-03-08T15:00', 'WRONG_ADDRESS')],
      NOT_RECEIVED,
      'miss UPSTREAM_ORDERING',
    ],
    [
      'and failed for the customer, then for delivery, is a miss',
      [left, told, failed('2018-03-08T15:00', 'CUSTOMER_ABSENT'), failed('2018-03-09T15:00', 'NO_TIME')],
      NOT_RECEIVED,
      'miss',
    ],
    [
      'and failed for delivery when all was over is still judged by the attempt in time',
      [left, told, failed('2018-03-08T15:00', 'CUSTOMER_ABSENT'), failed('2018-03-13T00:00', 'NO_TIME')],
      NOT_RECEIVED,
      'miss CUSTOMER_ABSENT',
    ],
  ])('%s', (_, reports, changes, verdict) => {
    expect(verdictOf(metric, parcelWith(reports, changes))).toBe(verdict);
  });

  it('counts on the day of the dispatch and is judged 7 days after it', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-05', dueAt: at('2018-03-13T00:00') };
    expect(whereOf(metric, parcelWith([left]))).toEqual(where);
    const parameters = { limitCivilDays: 3, widthMinutes: 60 };
    const three = redefine(metric, { definition: 2, parameters, maturesAfterDays: 3 });
    expect(whereOf(three, parcelWith([left])).dueAt).toBe(at('2018-03-09T00:00'));
    const absent = failed('2018-03-08T15:00', 'CUSTOMER_ABSENT');
    expect(verdictOf(three, parcelWith([left, told, absent], NOT_RECEIVED))).toBe('miss');
  });
});

it('a parcel that never left is not asked', () => {
  expect(verdictOf(metric, parcelWith([]))).toBe('not evaluated');
});
