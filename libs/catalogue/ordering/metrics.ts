import type { Metric } from '../metric.js';
import { deliveredDays } from './delivered-days.js';
import type { Order } from './order.js';
import { orderKept } from './order-kept.js';
import { paymentApprovedInTime } from './payment-approved-in-time.js';
import { promiseNotPadded } from './promise-not-padded.js';
import { promisedDays } from './promised-days.js';

/** Every definition of ordering's metrics, the scored ones first. A definition that was published is never removed. */
export const ORDERING: readonly Metric<Order>[] = [
  paymentApprovedInTime,
  orderKept,
  promiseNotPadded,
  promisedDays,
  deliveredDays,
];
