import type { HandledParcel } from '#libs/catalogue/warehouse/handled-parcel.js';
import type { Instant } from '#libs/domain/time.js';
import { at, handledParcel as parcel } from './examples.js';

/** Fourteen days after the hand-over of the parcel of the examples, at the same wall time. */
export const LAST: Instant = at('2018-03-18T16:00');

/** The fields of a parcel that say when something was found to be wrong with it. */
type Found = 'damagedAt' | 'itemFaultAt' | 'overageAt' | 'packagingComplainedAt' | 'wishIgnoredAt';

/** What holds of every metric that asks whether something was found after the hand-over: a title, the parcel and its verdict. */
export function claimRows(field: Found): readonly (readonly [string, HandledParcel, string])[] {
  return [
    ['and of which nothing was found is a hit', parcel(), 'hit'],
    ['with a report fourteen days later to the instant is a miss', parcel({ [field]: LAST }), 'miss'],
    ['with a report a millisecond later is a hit', parcel({ [field]: LAST + 1 }), 'hit'],
    ['and was called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['without a release is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
    ['or rather was not is not asked', parcel({ handedOverAt: undefined }), 'not evaluated'],
  ];
}
