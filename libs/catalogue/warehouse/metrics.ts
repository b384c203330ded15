import type { Metric, MetricDefinition } from '../metric.js';
import type { Training } from '../training.js';
import { goodsAvailableInTime } from './goods-available-in-time.js';
import { handedOverAtLast } from './handed-over-at-last.js';
import { handedOverByLimit } from './handed-over-by-limit.js';
import type { HandledParcel } from './handled-parcel.js';
import { leftUndamaged } from './left-undamaged.js';
import { linesFilled } from './lines-filled.js';
import { loadedOnPlannedDeparture } from './loaded-on-planned-departure.js';
import { locationRecordRight } from './location-record-right.js';
import { noItemWrongOrShort } from './no-item-wrong-or-short.js';
import { noOverage } from './no-overage.js';
import { noPackagingComplaint } from './no-packaging-complaint.js';
import { packagingStandardMet } from './packaging-standard-met.js';
import { packagingWishHonoured } from './packaging-wish-honoured.js';
import { packedInTime } from './packed-in-time.js';
import type { Parcel } from './parcel.js';
import { pickedRight } from './picked-right.js';
import { returnInspectedInTime } from './return-inspected-in-time.js';
import type { ReturnJourney, ReturnLink } from './return-journey.js';
import { returnLinkHours } from './return-link-hours.js';
import { returnRefundedInTime } from './return-refunded-in-time.js';
import { shippedComplete } from './shipped-complete.js';
import { staffTrained } from './staff-trained.js';
import type { Arrival, Check } from './subject.js';
import { trackingToldAndScanned } from './tracking-told-and-scanned.js';

/** Every definition that judges the hand-over of a parcel, the scored ones first. A definition that was published is never removed. */
export const OF_HAND_OVER: readonly Metric<Parcel>[] = [handedOverByLimit, handedOverAtLast];

/** Every definition that judges what the warehouse does to a parcel, the scored ones first. */
export const OF_HANDLING: readonly Metric<HandledParcel>[] = [
  pickedRight,
  shippedComplete,
  loadedOnPlannedDeparture,
  leftUndamaged,
  noItemWrongOrShort,
  trackingToldAndScanned,
  noPackagingComplaint,
  packagingWishHonoured,
  noOverage,
  linesFilled,
  packedInTime,
];

/** Every definition that judges a subject, by its kind. */
export const OF_RECEIPT: readonly Metric<Arrival>[] = [goodsAvailableInTime];
export const OF_RETURN: readonly Metric<Arrival>[] = [returnInspectedInTime];
export const OF_RETURN_JOURNEY: readonly Metric<ReturnJourney>[] = [returnRefundedInTime];
export const OF_RETURN_LINK: readonly Metric<ReturnLink>[] = [returnLinkHours];
export const OF_TRAINING: readonly Metric<Training>[] = [staffTrained];
export const OF_LOCATION_COUNT: readonly Metric<Check>[] = [locationRecordRight];
export const OF_PACKAGING_AUDIT: readonly Metric<Check>[] = [packagingStandardMet];

/** Every definition of the warehouse's metrics. */
export const WAREHOUSE: readonly MetricDefinition[] = [
  ...[...OF_HAND_OVER, ...OF_HANDLING],
  ...[...OF_RECEIPT, ...OF_RETURN, ...OF_LOCATION_COUNT, ...OF_PACKAGING_AUDIT],
  ...[...OF_RETURN_JOURNEY, ...OF_RETURN_LINK, ...OF_TRAINING],
];
