import { describe, expect, it } from 'vitest';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { noPackagingComplaint as metric } from './no-packaging-complaint.js';

/** Fourteen days after the hand-over, at the same wall time. */
const LAST = at('2018-03-18T16:00');

describe('a parcel that was handed over on 4 March', () => {
  it.each([
    ['and of which no packaging complaint came is a hit', parcel(), 'hit'],
    ['with a report fourteen days later to the instant is a miss', parcel({ packagingComplainedAt: LAST }), 'miss'],
    ['with a report a millisecond later is a hit', parcel({ packagingComplainedAt: LAST + 1 }), 'hit'],
    ['and was called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['without a release is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
    ['or rather was not is not asked', parcel({ handedOverAt: undefined }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the hand-over, and is judged fourteen days after it', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-04', dueAt: LAST });
  });

  it('is judged by the limit that its definition says', () => {
    const three = redefine(metric, { definition: 2, parameters: { limitCivilDays: 3 }, maturesAfterDays: 3 });
    expect(verdictOf(three, parcel({ packagingComplainedAt: at('2018-03-07T16:00') }))).toBe('miss');
    expect(verdictOf(three, parcel({ packagingComplainedAt: at('2018-03-07T16:00') + 1 }))).toBe('hit');
  });
});
