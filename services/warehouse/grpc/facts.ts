import { trainingCompleted, trainingOwed } from '#libs/cases/facts/training-kinds.js';
import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfTraining } from '#libs/catalogue/training.js';
import type { KnownOfHandling } from '#libs/catalogue/warehouse/handled-parcel.js';
import type { KnownOfReturn } from '#libs/catalogue/warehouse/return-journey.js';
import type { KnownOfSubject } from '#libs/catalogue/warehouse/subject.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { damageFound } from '../facts/damage-found.js';
import { departureCanceled } from '../facts/departure-canceled.js';
import { departurePlanned } from '../facts/departure-planned.js';
import { firstScanned } from '../facts/first-scanned.js';
import { goodsAvailable } from '../facts/goods-available.js';
import { goodsReceived } from '../facts/goods-received.js';
import { handedOver } from '../facts/handed-over.js';
import { itemFaultConfirmed } from '../facts/item-fault-confirmed.js';
import { loaded } from '../facts/loaded.js';
import { locationCounted } from '../facts/location-counted.js';
import { overageFound } from '../facts/overage-found.js';
import { packagingAudited } from '../facts/packaging-audited.js';
import { packagingComplained } from '../facts/packaging-complained.js';
import { packed } from '../facts/packed.js';
import { picked } from '../facts/picked.js';
import { returnInspected } from '../facts/return-inspected.js';
import { returnReceived } from '../facts/return-received.js';
import { returnAnnounced, returnPosted, returnRefunded } from '../facts/return-steps.js';
import { trackingIssued } from '../facts/tracking-issued.js';
import { trackingTold } from '../facts/tracking-told.js';

/** What warehouses report. */
export const warehouseFacts = departmentFacts<
  ParcelFact,
  KnownOfHandling | KnownOfSubject | KnownOfReturn | KnownOfTraining
>({
  message: ParcelFact,
  caseKind: 'order',
  caseIdOf: ({ orderId }) => orderId,
  parcelIdOf: ({ parcelId }) => parcelId,
  subjectIdOf: ({ subjectId }) => subjectId,
  kinds: {
    handedOver,
    picked,
    packed,
    departurePlanned,
    departureCanceled,
    loaded,
    trackingIssued,
    trackingTold,
    firstScanned,
    damageFound,
    itemFaultConfirmed,
    overageFound,
    packagingComplained,
    goodsReceived,
    goodsAvailable,
    locationCounted,
    returnReceived,
    returnInspected,
    returnAnnounced,
    returnPosted,
    returnRefunded,
    packagingAudited,
    trainingOwed,
    trainingCompleted,
  },
});
