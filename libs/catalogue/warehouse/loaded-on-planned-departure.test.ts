import { describe, expect, it } from 'vitest';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { loadedOnPlannedDeparture as metric } from './loaded-on-planned-departure.js';

const DEPARTURE = at('2018-03-04T16:00');

describe('a parcel that was planned for the departure at four', () => {
  it.each([
    ['and loaded before is a hit', parcel(), 'hit'],
    ['and loaded at four is a hit', parcel({ loadedAt: DEPARTURE }), 'hit'],
    ['and loaded a millisecond later is a miss', parcel({ loadedAt: DEPARTURE + 1 }), 'miss'],
    ['and never loaded is a miss', parcel({ loadedAt: undefined }), 'miss'],
    [
      'and not loaded because the carrier did not come is a miss of delivery',
      parcel({ loadedAt: DEPARTURE + 1, departureCanceledAt: DEPARTURE }),
      'miss CARRIER_DID_NOT_COME',
    ],
    [
      'and loaded in time although the carrier had canceled is a hit',
      parcel({ departureCanceledAt: DEPARTURE }),
      'hit',
    ],
    ['without a plan is not asked', parcel({ departsAt: undefined }), 'not evaluated'],
    ['and called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['without a release is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
    ['and replaced by then is not asked', parcel({ loadedAt: undefined, replacedAt: DEPARTURE }), 'not evaluated'],
    ['and replaced later is a miss', parcel({ loadedAt: undefined, replacedAt: DEPARTURE + 1 }), 'miss'],
    ['and replaced when it was loaded is a hit', parcel({ loadedAt: DEPARTURE, replacedAt: DEPARTURE }), 'hit'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the departure and is judged at it', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-04', dueAt: DEPARTURE });
  });
});
