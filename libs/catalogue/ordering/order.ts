import type { Milestone } from '#libs/domain/milestone.js';
import { nameWithPart, type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import { type FirstPromise, isCollected } from '#libs/domain/promise.js';
import { type Day, dayOf, type Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';
import type { CaseDimensions } from '../limit-set.js';
import { arrivalAt, lastOf, parcelsOf, stepAt } from '../parcels.js';
import type { Cancellation } from './cancellation.js';
import type { Payment } from './payment.js';
import { type OrderReports, type Report, reportsOf } from './reports.js';

/** A fact that the shop reported about an order, or the milestone of delivery. */
export type KnownOfOrder =
  | Placed
  | { readonly name: 'payment_approved'; readonly happenedAt: Instant }
  | OrderStep
  | Report
  | Milestone;

/** A step of the order, or of one of its parcels, from which the next departments are measured. */
export type OrderStep = Release | Replacement | CallOff;

/** A parcel, or the whole order, was given to the warehouse. */
interface Release extends OfPart {
  readonly name: 'released';
  readonly happenedAt: Instant;
  readonly dueAt: Instant;
  readonly originUnit: Unit;
  readonly carrier?: string;
  readonly serviceLevel?: string;
}

/** Another parcel takes the place of a parcel. */
interface Replacement extends OfPart {
  readonly name: 'replaced';
  readonly happenedAt: Instant;
  readonly replacedBy: Part;
}

/** A parcel, or the whole order, was canceled, or its goods are not there. */
interface CallOff extends OfPart, Cancellation {
  readonly name: 'canceled' | 'unavailable';
  readonly happenedAt: Instant;
}

interface Placed extends FirstPromise {
  readonly name: 'placed';
  readonly happenedAt: Instant;
  readonly destinationUnit: Unit;
  /** Empty when it is not known how the customer pays. */
  readonly payments: readonly Payment[];
}

/** An order as ordering's metrics read it. */
export interface Order extends OrderReports {
  readonly placed: Placed;
  readonly orderedDay: Day;
  readonly approvedAt: Instant | undefined;
  /** By kind, then in order of time: the first of each kind, of the order and of each parcel, without replacements in a circle. */
  readonly steps: readonly OrderStep[];
  /** When the order was canceled, or the last of its parcels if all are. */
  readonly canceledAt: Instant | undefined;
  /** Cancellations of the order, and of parcels in whose place no other one came. */
  readonly cancellations: readonly Cancellation[];
  /** When the goods of the order, or of one of the parcels that it waits for, turned out not to be there. */
  readonly unavailableAt: Instant | undefined;
  /** When the last parcel that the order waits for was delivered; undefined while one was not. */
  readonly deliveredAt: Instant | undefined;
  /** The same, but a parcel that the customer collects is there when it is ready for collection. */
  readonly arrivedAt: Instant | undefined;
}

/** How metrics about the time until the order came read an order that the customer collects. */
export const ARRIVED =
  'An order that the customer collects came when it was ready for collection, or when the customer had it, whichever was first.';

/** The last name of the unit of orders that are paid by several methods. No method may have this name. */
export const MIXED = 'mixed';

/**
 * Makes the order from its facts. Of several facts of one kind about the order, or about one of its parcels, the first one counts.
 *
 * @param known  in order of time
 * @returns      undefined before the order was placed
 */
export function orderFrom(known: readonly KnownOfOrder[]): Order | undefined {
  const placed = known.find((fact) => fact.name === 'placed');
  if (placed === undefined) return undefined;
  const steps = stepsOf(known);
  const reports = reportsOf(known);
  const ends = endsOf(steps, known, isCollected(placed));
  // Every fact comes here: plain fields take a fraction of the time of spreads.
  return {
    placed,
    orderedDay: dayOf(placed.happenedAt, placed.zone),
    approvedAt: known.find((fact) => fact.name === 'payment_approved')?.happenedAt,
    steps,
    attempts: reports.attempts,
    items: reports.items,
    substitutesAccepted: reports.substitutesAccepted,
    correctedAt: reports.correctedAt,
    plan: reports.plan,
    defects: reports.defects,
    vouchers: reports.vouchers,
    cancellations: ends.cancellations,
    canceledAt: ends.canceledAt,
    unavailableAt: ends.unavailableAt,
    deliveredAt: ends.deliveredAt,
    arrivedAt: ends.arrivedAt,
  };
}

/** How the order ended. It waits for the parcels that are neither replaced nor canceled. */
function endsOf(steps: readonly OrderStep[], known: readonly KnownOfOrder[], collected: boolean) {
  const parcels = parcelsOf(steps);
  const at = (name: CallOff['name'], part: Part) =>
    steps.find((step) => step.name === name && (step.part ?? WHOLE) === part)?.happenedAt;
  const current = parcels.all.filter((part) => !parcels.replacedAt.has(part));
  const wanted = current.filter((part) => at('canceled', part) === undefined);
  const awaited = parcels.all.length === 0 ? [WHOLE] : wanted.length === 0 ? current : wanted;
  return {
    cancellations: steps.filter(isCancellation).filter(({ part = WHOLE }) => !parcels.replacedAt.has(part)),
    canceledAt: at('canceled', WHOLE) ?? lastOf(current.map((part) => at('canceled', part))),
    unavailableAt: [WHOLE, ...awaited].map((part) => at('unavailable', part)).find((one) => one !== undefined),
    deliveredAt: lastOf(awaited.map((part) => stepAt(known, 'delivered', part, parcels))),
    arrivedAt: lastOf(awaited.map((part) => arrivalAt(known, part, parcels, collected))),
  };
}

function isCancellation(step: OrderStep): step is CallOff {
  return step.name === 'canceled';
}

const STEPS: readonly OrderStep['name'][] = ['released', 'replaced', 'canceled', 'unavailable'];

function stepsOf(known: readonly KnownOfOrder[]): readonly OrderStep[] {
  const steps: OrderStep[] = [];
  for (const name of STEPS)
    for (const fact of known) {
      if (fact.name !== name || 'revision' in fact) continue;
      const step = fact as OrderStep;
      if (!steps.some((one) => one.name === name && (one.part ?? WHOLE) === (step.part ?? WHOLE))) steps.push(step);
    }
  return steps.some(({ name }) => name === 'replaced') ? withoutCircles(steps) : steps;
}

/** Without replacements that lead back to the parcel itself: an order must not wait for no parcel at all. The earlier ones count. */
function withoutCircles(steps: readonly OrderStep[]): OrderStep[] {
  const replacedBy = new Map<Part, Part>();
  return steps.filter((step) => {
    if (step.name !== 'replaced' || step.part === undefined) return true;
    let end: Part | undefined = step.replacedBy;
    while (end !== undefined && end !== step.part) end = replacedBy.get(end);
    if (end === undefined) replacedBy.set(step.part, step.replacedBy);
    return end === undefined;
  });
}

/** Replacements that do not count, because the parcels would replace each other. */
export function suspicionsOf(order: Order | undefined, known: readonly KnownOfOrder[]): string[] {
  if (order === undefined) return [];
  const parts = known.flatMap((fact) =>
    fact.name === 'replaced' && !order.steps.includes(fact as OrderStep) ? [fact.part ?? WHOLE] : [],
  );
  return [...new Set(parts)].sort().map((part) => nameWithPart('PARCELS_REPLACE_EACH_OTHER', part));
}

/** What exceptions from a limit may ask of an order: the ways in which its payments settle, and how it reaches the customer. */
export function dimensionsOf({ placed: { payments, fulfilment } }: Order): CaseDimensions {
  return {
    settlement: payments.map(({ settlement }) => settlement),
    fulfilment: fulfilment === undefined ? [] : [fulfilment],
  };
}

/**
 * The payment method as the shop calls it, `method/klarna_invoice`: its processor is who did it. An order with several methods
 * belongs to `method/mixed`.
 */
export function unitOf({ placed }: Order): Unit {
  const methods = new Set(placed.payments.map(({ method }) => method));
  if (methods.size === 0) return UNATTRIBUTED;
  return methods.size === 1 ? `method/${[...methods][0]}` : `method/${MIXED}`;
}
