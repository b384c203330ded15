import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { failed, parcelWith, succeeded } from '#test/catalogue/reports.js';
import { contactedWhenUndeliverable as metric } from './contacted-when-undeliverable.js';

describe('an attempt that fails', () => {
  it.each(['CUSTOMER_ABSENT', 'WRONG_ADDRESS', 'NO_ACCESS'] as const)(
    'for %s is a hit if the customer was contacted, and a miss if not',
    (reason) => {
      const tried = (isContacted: boolean) => parcelWith([failed('2018-03-08T15:00', reason, isContacted)]);
      expect([verdictOf(metric, tried(true)), verdictOf(metric, tried(false))]).toEqual(['hit', 'miss']);
    },
  );

  it.each(['CUSTOMER_REFUSED', 'NO_TIME', 'VEHICLE', 'PARCEL_MISSING', undefined] as const)(
    'for %s is not asked: a contact would not have helped',
    (reason) => {
      expect(verdictOf(metric, parcelWith([failed('2018-03-08T15:00', reason)]))).toBe('not evaluated');
    },
  );

  it('is judged by the first one that a contact could have saved', () => {
    const three = [
      failed('2018-03-07T15:00', 'NO_TIME'),
      failed('2018-03-08T15:00', 'NO_ACCESS', true),
      failed('2018-03-09T10:00', 'NO_ACCESS'),
    ];
    expect(verdictOf(metric, parcelWith(three))).toBe('hit');
    const where = { unit: 'carrier/acme', day: '2018-03-08', dueAt: at('2018-03-09T00:00') };
    expect(whereOf(metric, parcelWith(three))).toEqual(where);
  });

  it('is none when the parcel was delivered', () => {
    expect(verdictOf(metric, parcelWith([succeeded('2018-03-09T15:00')]))).toBe('not evaluated');
  });
});
