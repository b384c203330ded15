import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfParcel } from '#libs/catalogue/warehouse/parcel.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { handedOver } from '../facts/handed-over.js';

/** What warehouses report. */
export const warehouseFacts = departmentFacts<ParcelFact, KnownOfParcel>({
  message: ParcelFact,
  caseKind: 'order',
  caseIdOf: ({ orderId }) => orderId,
  parcelIdOf: ({ parcelId }) => parcelId,
  kinds: {
    handedOver,
  },
});
