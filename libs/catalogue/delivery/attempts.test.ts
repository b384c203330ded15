import { describe, expect, it } from 'vitest';
import { failed, NOT_RECEIVED, parcelWith, succeeded, toldWindow } from '#test/catalogue/reports.js';
import { failedAttempts, failedByOthers } from './attempts.js';

const width = { kind: 'elapsed', ms: 120 * 60_000 } as const;
const told = toldWindow('2018-03-08T08:00', '2018-03-08T14:00', '2018-03-08T16:00');
const answers = (attempt: ReturnType<typeof failed>, ...windows: (typeof told)[]) =>
  failedByOthers(parcelWith([...windows, attempt], NOT_RECEIVED), attempt, width);

describe('for an attempt that failed answers', () => {
  it('the customer who refused the parcel', () => {
    expect(answers(failed('2018-03-08T15:00', 'CUSTOMER_REFUSED'))).toBe('CUSTOMER_REFUSED');
  });

  it('ordering, if the address is wrong', () => {
    expect(answers(failed('2018-03-08T15:00', 'WRONG_ADDRESS'))).toBe('UPSTREAM_ORDERING');
  });

  it.each([
    ['the customer who is absent in the told window', '14:00', [told], 'CUSTOMER_ABSENT'],
    ['delivery, if it came before the told window', '13:59', [told], undefined],
    ['delivery, if it came after the told window', '16:01', [told], undefined],
    ['delivery, if the customer was told no window', '15:00', [], undefined],
    [
      'delivery, if the customer was told a window later',
      '15:00',
      [toldWindow('2018-03-08T15:01', '2018-03-08T15:01', '2018-03-08T16:00')],
      undefined,
    ],
  ])('%s', (_, time, windows, reason) => {
    expect(answers(failed(`2018-03-08T${time}`, 'CUSTOMER_ABSENT'), ...windows)).toBe(reason);
  });

  it.each(['NO_ACCESS', 'NO_TIME', 'VEHICLE', 'PARCEL_MISSING', undefined] as const)('delivery for %s', (reason) => {
    expect(answers(failed('2018-03-08T15:00', reason), told)).toBeUndefined();
  });
});

it('failed attempts are those that did not succeed', () => {
  const parcel = parcelWith([failed('2018-03-08T10:00', 'NO_TIME'), succeeded('2018-03-09T15:00')]);
  expect(failedAttempts(parcel)).toEqual([failed('2018-03-08T10:00', 'NO_TIME')]);
});
