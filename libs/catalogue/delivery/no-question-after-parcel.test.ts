import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { noQuestionAfterParcel as metric } from './no-question-after-parcel.js';

const asked = (wallTime: string) => report('asked_after', wallTime);
/** Promised for 11 March, handed over on the 3rd by a limit on the 5th; the customer has it on the 9th at 15:00 where nothing else is said. */
const parcel = (changes: Parameters<typeof parcelWith>[1], ...wallTimes: string[]) =>
  parcelWith(wallTimes.map(asked), changes);

describe('a parcel after which the customer', () => {
  it.each([
    ['does not ask is a hit', parcel({}), 'hit'],
    ['asks before it came is a miss', parcel({}, '2018-03-09T14:59'), 'miss'],
    ['asks when it is there is a hit: where it is, is known', parcel({}, '2018-03-09T15:00'), 'hit'],
    ['asks until 7 days after the promise is a miss', parcel(NOT_RECEIVED, '2018-03-18T23:59'), 'miss'],
    ['asks later is a hit', parcel(NOT_RECEIVED, '2018-03-19T00:00'), 'hit'],
    ['asks although it is canceled is not asked', parcel({ isCanceled: true }, '2018-03-06T10:00'), 'not evaluated'],
    ['asks although it was replaced is not asked', parcel({ isReplaced: true }, '2018-03-06T10:00'), 'not evaluated'],
  ])('%s', (_, one, verdict) => {
    expect(verdictOf(metric, one)).toBe(verdict);
  });
});

describe('a question is charged to the link that was late', () => {
  const limit = at('2018-03-05T18:00');
  const handedOverAt = at('2018-03-06T12:00');
  const late = { deliveredDay: '2018-03-12', deliveredAt: at('2018-03-12T15:00'), receivedAt: at('2018-03-12T15:00') };

  it.each([
    [
      'ordering, if it never released the order',
      { isReleased: false },
      '2018-03-06T10:00',
      'miss UPSTREAM_NOT_RELEASED',
    ],
    ['the warehouse, while it had the parcel too long', {}, '2018-03-06T11:59', 'miss UPSTREAM_HANDED_OVER_LATE'],
    ['delivery, from the hand-over on, if it came in time', {}, '2018-03-06T12:00', 'miss'],
    ['delivery, before the limit of the hand-over', {}, '2018-03-05T18:00', 'miss'],
    [
      'the warehouse, if the promise was missed because of it',
      late,
      '2018-03-12T09:00',
      'miss UPSTREAM_HANDED_OVER_LATE',
    ],
    [
      'delivery, if it lost more time than the warehouse',
      { ...late, deliveredDay: '2018-03-13', deliveredAt: at('2018-03-13T15:00'), receivedAt: at('2018-03-13T15:00') },
      '2018-03-12T09:00',
      'miss',
    ],
    [
      'the warehouse, if it never handed the parcel over',
      { ...NOT_RECEIVED, handedOverAt: undefined },
      '2018-03-06T10:00',
      'miss UPSTREAM_NEVER_HANDED_OVER',
    ],
  ])('%s', (_, changes, wallTime, verdict) => {
    expect(verdictOf(metric, parcel({ limit, handedOverAt, ...changes }, wallTime))).toBe(verdict);
  });
});

describe('it', () => {
  it('counts on the promised day, in the unit that brings the parcel, and is judged 7 days after the promise', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-11', dueAt: at('2018-03-19T00:00') };
    expect(whereOf(metric, parcel({}))).toEqual(where);
    const two = redefine(metric, { definition: 2, parameters: { limitCivilDays: 2 } });
    expect(whereOf(two, parcel({})).dueAt).toBe(at('2018-03-14T00:00'));
  });
});
