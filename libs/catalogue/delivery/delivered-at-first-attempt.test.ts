import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { failed, parcelWith, succeeded, toldWindow } from '#test/catalogue/reports.js';
import { deliveredAtFirstAttempt as metric } from './delivered-at-first-attempt.js';

const second = succeeded('2018-03-09T15:00');
const told = toldWindow('2018-03-08T08:00', '2018-03-08T14:00', '2018-03-08T16:00');

describe('a parcel that is brought to the customer', () => {
  it.each([
    ['and taken at the first attempt is a hit', [second], 'hit'],
    ['and taken at the second attempt is a miss', [failed('2018-03-08T15:00', 'NO_TIME'), second], 'miss'],
    ['in vain once, without a further attempt, is a miss', [failed('2018-03-08T15:00')], 'miss'],
    ['without a reported attempt is not asked', [], 'not evaluated'],
    [
      'while the customer was absent in the told window is excluded',
      [told, failed('2018-03-08T15:00', 'CUSTOMER_ABSENT'), second],
      'miss CUSTOMER_ABSENT',
    ],
    [
      'while the customer was absent and told nothing is a miss',
      [failed('2018-03-08T15:00', 'CUSTOMER_ABSENT'), second],
      'miss',
    ],
    [
      'and refused by the customer is excluded',
      [failed('2018-03-08T15:00', 'CUSTOMER_REFUSED')],
      'miss CUSTOMER_REFUSED',
    ],
    [
      'to a wrong address is a miss of ordering',
      [failed('2018-03-08T15:00', 'WRONG_ADDRESS'), second],
      'miss UPSTREAM_ORDERING',
    ],
    ['is not judged by attempts after the first', [second, failed('2018-03-10T15:00', 'NO_TIME')], 'hit'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on the day of the first attempt, in the unit that brings it, and is judged when that day is over', () => {
    const where = whereOf(metric, parcelWith([failed('2018-03-08T15:00'), second]));
    expect(where).toEqual({ unit: 'carrier/acme', day: '2018-03-08', dueAt: at('2018-03-09T00:00') });
  });

  it('is not asked when the customer collects it', () => {
    expect(verdictOf(metric, parcelWith([second], { fulfilment: 'LOCKER' }))).toBe('not evaluated');
    expect(verdictOf(metric, parcelWith([second], { fulfilment: 'HOME' }))).toBe('hit');
  });
});
