import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfOrder } from '#libs/catalogue/ordering/order.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { canceled } from '../facts/canceled.js';
import { parcelReplaced } from '../facts/parcel-replaced.js';
import { paymentApproved } from '../facts/payment-approved.js';
import { placed } from '../facts/placed.js';
import { released } from '../facts/released.js';
import { unavailable } from '../facts/unavailable.js';

/** What the shop reports. */
export const orderingFacts = departmentFacts<OrderFact, KnownOfOrder>({
  message: OrderFact,
  caseKind: 'order',
  caseIdOf: ({ orderId }) => orderId,
  parcelIdOf: ({ parcelId }) => parcelId,
  kinds: {
    placed,
    paymentApproved,
    released,
    canceled,
    unavailable,
    parcelReplaced,
  },
});
