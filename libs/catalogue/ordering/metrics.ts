import type { Metric, MetricDefinition } from '../metric.js';
import { backInStockTold } from './back-in-stock-told.js';
import { checkoutCompleted } from './checkout-completed.js';
import type { CustomerSpan } from './customer-span.js';
import { deliveredDays } from './delivered-days.js';
import { goodsAsDescribed } from './goods-as-described.js';
import { inStockWhenViewed } from './in-stock-when-viewed.js';
import { itemsFound } from './items-found.js';
import { noRepeatedFailure } from './no-repeated-failure.js';
import { noVoucherForFailure } from './no-voucher-for-failure.js';
import { notCanceledByShop } from './not-canceled-by-shop.js';
import type { Order } from './order.js';
import { orderDataRight } from './order-data-right.js';
import { orderKept } from './order-kept.js';
import { paymentApprovedInTime } from './payment-approved-in-time.js';
import { paymentSucceeded } from './payment-succeeded.js';
import { pricedNearLowest } from './priced-near-lowest.js';
import { promiseNotPadded } from './promise-not-padded.js';
import { promisedDays } from './promised-days.js';
import { promisedWithGoodOdds } from './promised-with-good-odds.js';
import { releasedInTime } from './released-in-time.js';
import { replenishmentReminded } from './replenishment-reminded.js';
import type { Errand, PriceCheck, StockCheck } from './subject.js';
import { substitutesAccepted } from './substitutes-accepted.js';
import { voucherCost } from './voucher-cost.js';
import type { VouchersOfCause } from './vouchers-of-cause.js';

/** Every definition that judges an order, the scored ones first. A definition that was published is never removed. */
export const OF_ORDER: readonly Metric<Order>[] = [
  paymentApprovedInTime,
  orderKept,
  paymentSucceeded,
  releasedInTime,
  notCanceledByShop,
  itemsFound,
  promisedWithGoodOdds,
  goodsAsDescribed,
  promiseNotPadded,
  promisedDays,
  deliveredDays,
  substitutesAccepted,
  orderDataRight,
  noVoucherForFailure,
];

/** Every definition that judges the vouchers of an order once for each cause. */
export const OF_VOUCHERS: readonly Metric<VouchersOfCause>[] = [voucherCost];

/** Every definition that judges a session with a checkout. */
export const OF_SESSION: readonly Metric<Errand>[] = [checkoutCompleted];

/** Every definition that judges the check of a stock. */
export const OF_STOCK_CHECK: readonly Metric<StockCheck>[] = [inStockWhenViewed];

/** Every definition that judges the check of a price. */
export const OF_PRICE_CHECK: readonly Metric<PriceCheck>[] = [pricedNearLowest];

/** Every definition that judges a notice that an article is there again. */
export const OF_NOTICE: readonly Metric<Errand>[] = [backInStockTold];

/** Every definition that judges a reminder to order again. */
export const OF_REMINDER: readonly Metric<Errand>[] = [replenishmentReminded];

/** Every definition that judges the span of a customer. */
export const OF_CUSTOMER_SPAN: readonly Metric<CustomerSpan>[] = [noRepeatedFailure];

/** Every definition of ordering's metrics. */
export const ORDERING: readonly MetricDefinition[] = [
  ...OF_ORDER,
  ...OF_VOUCHERS,
  ...OF_SESSION,
  ...OF_STOCK_CHECK,
  ...OF_PRICE_CHECK,
  ...OF_NOTICE,
  ...OF_REMINDER,
  ...OF_CUSTOMER_SPAN,
];
