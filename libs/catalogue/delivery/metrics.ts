import { evaluate, type MetricEvaluation } from '../evaluation.js';
import type { Metric, MetricDefinition } from '../metric.js';
import { arrivedAtLast } from './arrived-at-last.js';
import { deliveredByFirstPromise } from './delivered-by-first-promise.js';
import type { Order } from './order.js';
import type { Parcel } from './parcel.js';
import { parcelDeliveredByFirstPromise } from './parcel-delivered-by-first-promise.js';

/** Every definition that judges an order, the scored ones first. A definition that was published is never removed. */
export const OF_ORDER: readonly Metric<Order>[] = [deliveredByFirstPromise, arrivedAtLast];

/** Every definition that judges each parcel of an order. */
export const OF_PARCEL: readonly Metric<Parcel>[] = [parcelDeliveredByFirstPromise];

/** Every definition of delivery's metrics. */
export const DELIVERY: readonly MetricDefinition[] = [...OF_ORDER, ...OF_PARCEL];

/** Evaluates the order and each of its parcels. */
export function evaluateDelivery(order: Order | undefined): MetricEvaluation[] {
  return [...evaluate(OF_ORDER, order), ...(order?.parcels ?? []).flatMap((parcel) => evaluate(OF_PARCEL, parcel))];
}
