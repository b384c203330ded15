import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { failed, NOT_RECEIVED, parcelWith, report, toldWindow } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { contractTransitKept as metric } from './contract-transit-kept.js';

const dispatched = (contractDueAt: number | undefined) =>
  report('dispatched', '2018-03-05T07:00', { unit: 'carrier/acme', contractDueAt });
const left = dispatched(at('2018-03-08T18:00'));
const told = toldWindow('2018-03-08T08:00', '2018-03-08T14:00', '2018-03-08T16:00');
const arrived = (wallTime: string) => ({ deliveredAt: at(wallTime) });

describe('a parcel that the carrier must deliver by 8 March at 18:00', () => {
  it.each([
    ['and that arrives at that instant is a hit', [left], arrived('2018-03-08T18:00'), 'hit'],
    ['and that arrives a minute later is a miss', [left], arrived('2018-03-08T18:01'), 'miss'],
    ['and that does not arrive is a miss', [left], NOT_RECEIVED, 'miss'],
    [
      'and brought in time to an absent customer who was told is excluded',
      [left, told, failed('2018-03-08T15:00', 'CUSTOMER_ABSENT')],
      {},
      'miss CUSTOMER_ABSENT',
    ],
    [
      'and brought in time without time for the stop is a miss',
      [left, failed('2018-03-08T15:00', 'NO_TIME')],
      {},
      'miss',
    ],
    [
      'and refused after the limit is a miss',
      [left, failed('2018-03-08T18:01', 'CUSTOMER_REFUSED')],
      NOT_RECEIVED,
      'miss',
    ],
    [
      'and refused at the limit is excluded',
      [left, failed('2018-03-08T18:00', 'CUSTOMER_REFUSED')],
      NOT_RECEIVED,
      'miss CUSTOMER_REFUSED',
    ],
    ['and that is canceled is not asked', [left], { isCanceled: true }, 'not evaluated'],
  ])('%s', (_, reports, changes, verdict) => {
    expect(verdictOf(metric, parcelWith(reports, changes))).toBe(verdict);
  });

  it('counts on the day of the limit, by the carrier, and is judged at the limit', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-08', dueAt: at('2018-03-08T18:00') };
    expect(whereOf(metric, parcelWith([left]))).toEqual(where);
  });

  it('has the width of windows that its definition says', () => {
    const hour = redefine(metric, { definition: 2, parameters: { widthMinutes: 60 } });
    expect(verdictOf(hour, parcelWith([left, told, failed('2018-03-08T15:00', 'CUSTOMER_ABSENT')]))).toBe('miss');
  });
});

it('a parcel without a limit of a contract is not asked', () => {
  expect(verdictOf(metric, parcelWith([dispatched(undefined)]))).toBe('not evaluated');
  expect(verdictOf(metric, parcelWith([]))).toBe('not evaluated');
});
