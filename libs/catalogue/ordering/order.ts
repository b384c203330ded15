import type { Milestone } from '#libs/domain/milestone.js';
import type { Part } from '#libs/domain/part.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';
import type { Payment } from './payment.js';

/** A fact that the shop reported about an order, or the milestone of delivery. */
export type KnownOfOrder =
  | Placed
  | { readonly name: 'payment_approved' | 'canceled' | 'unavailable'; readonly happenedAt: Instant }
  | Release
  | Replacement
  | Milestone;

/** A parcel, or the whole order, was given to the warehouse. */
export interface Release {
  readonly name: 'released';
  readonly happenedAt: Instant;
  readonly dueAt: Instant;
  readonly originUnit: Unit;
  readonly carrier?: string;
  readonly serviceLevel?: string;
}

/** Another parcel takes the place of a parcel. */
interface Replacement {
  readonly name: 'replaced';
  readonly happenedAt: Instant;
  readonly replacedBy: Part;
}

interface Placed {
  readonly name: 'placed';
  readonly happenedAt: Instant;
  readonly promisedDay: Day;
  readonly zone: Zone;
  readonly destinationUnit: Unit;
  /** Empty when it is not known how the customer pays. */
  readonly payments: readonly Payment[];
}

/** An order as ordering's metrics read it. */
export interface Order {
  readonly placed: Placed;
  readonly orderedDay: Day;
  readonly approvedAt: Instant | undefined;
  readonly released: { readonly happenedAt: Instant; readonly dueAt: Instant; readonly originUnit: Unit } | undefined;
  readonly canceledAt: Instant | undefined;
  readonly unavailableAt: Instant | undefined;
  readonly deliveredAt: Instant | undefined;
}

/** The last name of the unit of orders that are paid by several methods. No method may have this name. */
export const MIXED = 'mixed';

/**
 * Makes the order from its facts. Of several facts of one kind the first one counts.
 *
 * @param known  in order of time
 * @returns      undefined before the order was placed
 */
export function orderFrom(known: readonly KnownOfOrder[]): Order | undefined {
  const placed = known.find((fact) => fact.name === 'placed');
  if (placed === undefined) return undefined;
  const at = (name: KnownOfOrder['name']) => known.find((fact) => fact.name === name)?.happenedAt;
  const released = known.find((fact) => fact.name === 'released');
  return {
    placed,
    orderedDay: dayOf(placed.happenedAt, placed.zone),
    approvedAt: at('payment_approved'),
    released: isRelease(released) ? released : undefined,
    canceledAt: at('canceled'),
    unavailableAt: at('unavailable'),
    deliveredAt: at('delivered'),
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

function isRelease(
  fact: KnownOfOrder | undefined,
): fact is Extract<KnownOfOrder, { name: 'released'; originUnit: Unit }> {
  return fact !== undefined && fact.name === 'released' && 'originUnit' in fact && fact.dueAt !== undefined;
}
