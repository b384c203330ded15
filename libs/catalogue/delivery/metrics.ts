import { evaluate, type MetricEvaluation } from '../evaluation.js';
import type { Metric, MetricDefinition } from '../metric.js';
import type { Training } from '../training.js';
import { arrivedAtLast } from './arrived-at-last.js';
import { collectedAtFirstVisit } from './collected-at-first-visit.js';
import { contactedWhenUndeliverable } from './contacted-when-undeliverable.js';
import { contractTransitKept } from './contract-transit-kept.js';
import { courtesyStandardsMet } from './courtesy-standards-met.js';
import { deliveredAndReceived } from './delivered-and-received.js';
import { deliveredAtFirstAttempt } from './delivered-at-first-attempt.js';
import { deliveredByFirstPromise } from './delivered-by-first-promise.js';
import { deliveredInToldWindow } from './delivered-in-told-window.js';
import { deliveryCompleted } from './delivery-completed.js';
import { deliveryProven } from './delivery-proven.js';
import { driversTrained } from './drivers-trained.js';
import { instructionFollowed } from './instruction-followed.js';
import { neededByDayKept } from './needed-by-day-kept.js';
import { noNegativeFeedback } from './no-negative-feedback.js';
import { noQuestionAfterParcel } from './no-question-after-parcel.js';
import { noUpheldEscalation } from './no-upheld-escalation.js';
import { notChargedForFailure } from './not-charged-for-failure.js';
import { notLost } from './not-lost.js';
import { onTimeInFull } from './on-time-in-full.js';
import type { Order } from './order.js';
import type { Parcel } from './parcel.js';
import { parcelDeliveredByFirstPromise } from './parcel-delivered-by-first-promise.js';
import { promiseKeptByCarrier } from './promise-kept-by-carrier.js';
import { readyForCollectionByPromise } from './ready-for-collection-by-promise.js';
import { routeNearPlan } from './route-near-plan.js';
import { scansComplete } from './scans-complete.js';
import type { CourtesyAudit, Route } from './subject.js';
import { toldFirstOfFailure } from './told-first-of-failure.js';
import { toldWindowMinutes } from './told-window-minutes.js';
import { undamagedInTransit } from './undamaged-in-transit.js';
import { windowTold } from './window-told.js';

/** Every definition that judges an order, the scored ones first. A definition that was published is never removed. */
export const OF_ORDER: readonly Metric<Order>[] = [
  deliveredByFirstPromise,
  arrivedAtLast,
  readyForCollectionByPromise,
  neededByDayKept,
  onTimeInFull,
];

/** Every definition that judges each parcel of an order. */
export const OF_PARCEL: readonly Metric<Parcel>[] = [
  parcelDeliveredByFirstPromise,
  deliveredAtFirstAttempt,
  deliveredAndReceived,
  undamagedInTransit,
  notLost,
  deliveredInToldWindow,
  windowTold,
  toldWindowMinutes,
  instructionFollowed,
  noNegativeFeedback,
  noUpheldEscalation,
  notChargedForFailure,
  deliveryCompleted,
  scansComplete,
  deliveryProven,
  contactedWhenUndeliverable,
  contractTransitKept,
  promiseKeptByCarrier,
  collectedAtFirstVisit,
  toldFirstOfFailure,
  noQuestionAfterParcel,
];

/** Every definition that judges a subject, by its kind. */
export const OF_ROUTE: readonly Metric<Route>[] = [routeNearPlan];
export const OF_COURTESY_AUDIT: readonly Metric<CourtesyAudit>[] = [courtesyStandardsMet];
export const OF_TRAINING: readonly Metric<Training>[] = [driversTrained];

/** Every definition of delivery's metrics. */
export const DELIVERY: readonly MetricDefinition[] = [
  ...OF_ORDER,
  ...OF_PARCEL,
  ...OF_ROUTE,
  ...OF_COURTESY_AUDIT,
  ...OF_TRAINING,
];

/** Evaluates the order and each of its parcels. */
export function evaluateDelivery(order: Order | undefined): MetricEvaluation[] {
  return [...evaluate(OF_ORDER, order), ...(order?.parcels ?? []).flatMap((parcel) => evaluate(OF_PARCEL, parcel))];
}
