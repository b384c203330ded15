import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfParcel } from '#libs/catalogue/delivery/parcel.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { delivered } from '../facts/delivered.js';
import { readyForCollection } from '../facts/ready-for-collection.js';

/** What carriers report. */
export const deliveryFacts = departmentFacts<DeliveryFact, KnownOfParcel>({
  message: DeliveryFact,
  caseKind: 'order',
  caseIdOf: ({ orderId }) => orderId,
  parcelIdOf: ({ parcelId }) => parcelId,
  kinds: {
    delivered,
    readyForCollection,
  },
});
