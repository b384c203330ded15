import type { Milestone } from '#libs/domain/milestone.js';
import type { Day, Instant, Zone } from '#libs/domain/time.js';
import { UNATTRIBUTED, type Unit } from '#libs/domain/unit.js';

/** What is known of a parcel: that it was handed over, and what ordering told. */
export type KnownOfParcel = HandedOver | Milestone;

interface HandedOver {
  readonly name: 'handed_over';
  readonly happenedAt: Instant;
}

/** A parcel as the warehouse sees it. */
export interface Parcel {
  readonly zone: Zone | undefined;
  readonly orderedAt: Instant | undefined;
  readonly promisedDay: Day | undefined;
  readonly approvedAt: Instant | undefined;
  readonly released: { readonly dueAt: Instant; readonly originUnit: Unit } | undefined;
  readonly isCalledOff: boolean;
  readonly handedOverAt: Instant | undefined;
}

/** The parcel that facts in order of time make. */
export function parcelFrom(known: readonly KnownOfParcel[]): Parcel {
  const told = (name: Milestone['name']) =>
    known.find((fact): fact is Milestone => fact.name === name && 'revision' in fact);
  const [promised, released] = [told('promised'), told('released')];
  return {
    zone: promised?.zone,
    orderedAt: promised?.happenedAt,
    promisedDay: promised?.promisedDay,
    approvedAt: told('payment_approved')?.happenedAt,
    released:
      released?.dueAt === undefined
        ? undefined
        : { dueAt: released.dueAt, originUnit: released.originUnit ?? UNATTRIBUTED },
    isCalledOff: told('canceled') !== undefined || told('unavailable') !== undefined,
    handedOverAt: known.find((fact) => fact.name === 'handed_over')?.happenedAt,
  };
}

/** The limit lay before the payment was approved: nobody could have kept it. */
export function isImpossible({ approvedAt, released }: Parcel): boolean {
  return approvedAt !== undefined && released !== undefined && released.dueAt < approvedAt;
}

/** Stamps that cannot both be true; they are kept, judged as they are, and shown. */
export function suspicionsOf({ handedOverAt, orderedAt, approvedAt }: Parcel): string[] {
  if (handedOverAt === undefined) return [];
  if (orderedAt !== undefined && handedOverAt < orderedAt) return ['HANDED_OVER_BEFORE_ORDER'];
  return approvedAt !== undefined && handedOverAt < approvedAt ? ['HANDED_OVER_BEFORE_APPROVAL'] : [];
}
