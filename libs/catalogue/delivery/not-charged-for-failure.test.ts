import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { failed, parcelWith, report, succeeded, toldWindow } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { notChargedForFailure as metric } from './not-charged-for-failure.js';
import type { ReportOf } from './report.js';

const failure = failed('2018-03-08T15:00', 'NO_TIME');
const told = toldWindow('2018-03-08T08:00', '2018-03-08T14:00', '2018-03-08T16:00');
const absent = failed('2018-03-08T15:00', 'CUSTOMER_ABSENT');
const fee = (wallTime = '2018-03-09T15:00', cause: ReportOf<'fee_charged'>['cause'] = 'FAILED_ATTEMPT') =>
  report('fee_charged', wallTime, { cause });

describe('a parcel of which an attempt failed on 8 March', () => {
  it.each([
    ['without a fee is a hit', [failure], 'hit'],
    ['with a fee for it is a miss', [failure, fee()], 'miss'],
    ['with customs is a hit', [failure, fee(undefined, 'CUSTOMS')], 'hit'],
    [
      'with a fee for another day that the customer chose is a hit',
      [failure, fee(undefined, 'CUSTOMER_CHOICE')],
      'hit',
    ],
    ['with a fee on the 30th day is a miss', [failure, fee('2018-04-07T23:59')], 'miss'],
    ['with a fee a minute later is a hit', [failure, fee('2018-04-08T00:00')], 'hit'],
    ['while the customer was absent in the told window is excluded', [told, absent, fee()], 'miss CUSTOMER_ABSENT'],
    ['while the customer was absent and told nothing is a miss', [absent, fee()], 'miss'],
    ['for the customer, and then for delivery, is a miss', [told, absent, failed('2018-03-09T10:00'), fee()], 'miss'],
    [
      'for the customer, and long after for delivery, is excluded',
      [told, absent, fee(), failed('2018-04-08T00:00')],
      'miss CUSTOMER_ABSENT',
    ],
    [
      'to a wrong address is charged to ordering',
      [failed('2018-03-08T15:00', 'WRONG_ADDRESS'), fee()],
      'miss UPSTREAM_ORDERING',
    ],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on the day of the first failed attempt and is judged 30 days after it', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-08', dueAt: at('2018-04-08T00:00') };
    expect(whereOf(metric, parcelWith([failure, failed('2018-03-09T10:00')]))).toEqual(where);
    const week = redefine(metric, {
      ...{ definition: 2, parameters: { limitCivilDays: 7, widthMinutes: 60 }, maturesAfterDays: 7 },
    });
    expect(whereOf(week, parcelWith([failure])).dueAt).toBe(at('2018-03-16T00:00'));
    expect(verdictOf(week, parcelWith([told, absent, fee()]))).toBe('miss');
  });
});

it('a parcel without a failed attempt is not asked', () => {
  expect(verdictOf(metric, parcelWith([succeeded('2018-03-09T15:00'), fee()]))).toBe('not evaluated');
});
