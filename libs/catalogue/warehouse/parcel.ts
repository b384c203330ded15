import type { Milestone } from '#libs/domain/milestone.js';
import type { Day, Instant, Zone } from '#libs/domain/time.js';
import { UNATTRIBUTED, type Unit } from '#libs/domain/unit.js';

/** A fact that a warehouse reported about a parcel, or a milestone of ordering. */
export type KnownOfParcel = HandedOver | Milestone;

interface HandedOver {
  readonly name: 'handed_over';
  readonly happenedAt: Instant;
}

/** A parcel as the warehouse's metrics read it. */
export interface Parcel {
  readonly zone: Zone | undefined;
  readonly orderedAt: Instant | undefined;
  readonly promisedDay: Day | undefined;
  readonly approvedAt: Instant | undefined;
  readonly released: { readonly dueAt: Instant; readonly originUnit: Unit } | undefined;
  readonly isCalledOff: boolean;
  readonly handedOverAt: Instant | undefined;
}

/**
 * Makes the parcel from its facts. Of several facts of one kind the first one counts.
 *
 * @param known  in order of time
 */
export function parcelFrom(known: readonly KnownOfParcel[]): Parcel {
  const milestone = (name: Milestone['name']) =>
    known.find((fact): fact is Milestone => fact.name === name && 'revision' in fact);
  const [promised, released] = [milestone('promised'), milestone('released')];
  return {
    zone: promised?.zone,
    orderedAt: promised?.happenedAt,
    promisedDay: promised?.promisedDay,
    approvedAt: milestone('payment_approved')?.happenedAt,
    released:
      released?.dueAt === undefined
        ? undefined
        : { dueAt: released.dueAt, originUnit: released.originUnit ?? UNATTRIBUTED },
    isCalledOff: milestone('canceled') !== undefined || milestone('unavailable') !== undefined,
    handedOverAt: known.find((fact) => fact.name === 'handed_over')?.happenedAt,
  };
}

/** True if the limit lay before the payment was approved, so that it could not be kept. */
export function isImpossible({ approvedAt, released }: Parcel): boolean {
  return approvedAt !== undefined && released !== undefined && released.dueAt < approvedAt;
}

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function suspicionsOf({ handedOverAt, orderedAt, approvedAt }: Parcel): string[] {
  if (handedOverAt === undefined) return [];
  if (orderedAt !== undefined && handedOverAt < orderedAt) return ['HANDED_OVER_BEFORE_ORDER'];
  return approvedAt !== undefined && handedOverAt < approvedAt ? ['HANDED_OVER_BEFORE_APPROVAL'] : [];
}
