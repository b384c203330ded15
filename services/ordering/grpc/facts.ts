import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfSpan } from '#libs/catalogue/ordering/customer-span.js';
import type { KnownOfOrder } from '#libs/catalogue/ordering/order.js';
import type { KnownOfShopSubject } from '#libs/catalogue/ordering/subject.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { canceled } from '../facts/canceled.js';
import { customerSpanBegun, failureMet } from '../facts/customer-span.js';
import { dataCorrected } from '../facts/data-corrected.js';
import { claimed, returned } from '../facts/defects.js';
import {
  checkoutCompleted,
  checkoutStarted,
  reminderOwed,
  reminderSent,
  stockNoticeOwed,
  stockNoticeSent,
} from '../facts/errands.js';
import { itemsChecked } from '../facts/items-checked.js';
import { itemsSubstituted } from '../facts/items-substituted.js';
import { parcelReplaced } from '../facts/parcel-replaced.js';
import { paymentApproved } from '../facts/payment-approved.js';
import { paymentAttempted } from '../facts/payment-attempted.js';
import { placed } from '../facts/placed.js';
import { planned } from '../facts/planned.js';
import { priceChecked } from '../facts/price-checked.js';
import { released } from '../facts/released.js';
import { stockChecked } from '../facts/stock-checked.js';
import { unavailable } from '../facts/unavailable.js';
import { voucherGranted } from '../facts/voucher-granted.js';

/** What the shop reports. */
export const orderingFacts = departmentFacts<OrderFact, KnownOfOrder | KnownOfShopSubject | KnownOfSpan>({
  message: OrderFact,
  caseKind: 'order',
  caseIdOf: ({ orderId }) => orderId,
  parcelIdOf: ({ parcelId }) => parcelId,
  subjectIdOf: ({ subjectId }) => subjectId,
  kinds: {
    placed,
    paymentApproved,
    released,
    canceled,
    unavailable,
    paymentAttempted,
    itemsChecked,
    itemsSubstituted,
    dataCorrected,
    planned,
    parcelReplaced,
    returned,
    claimed,
    voucherGranted,
    checkoutStarted,
    checkoutCompleted,
    stockChecked,
    priceChecked,
    stockNoticeOwed,
    stockNoticeSent,
    reminderOwed,
    reminderSent,
    customerSpanBegun,
    failureMet,
  },
});
