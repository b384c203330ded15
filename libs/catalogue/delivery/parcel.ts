import type { Milestone } from '#libs/domain/milestone.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import { UNATTRIBUTED, type Unit } from '#libs/domain/unit.js';

/** What is known of a parcel: that the customer has it, what ordering promised, and what the warehouse handed over. */
export type KnownOfParcel = Delivered | Milestone;

interface Delivered {
  readonly name: 'delivered';
  readonly happenedAt: Instant;
}

/** A parcel as delivery sees it; before the promise is known there is none. */
export interface Parcel {
  readonly promisedDay: Day;
  readonly zone: Zone;
  readonly unit: Unit;
  readonly isCanceled: boolean;
  readonly isReleased: boolean;
  /** Until when the warehouse had to hand it over. */
  readonly limit: Instant | undefined;
  readonly handedOverAt: Instant | undefined;
  readonly deliveredAt: Instant | undefined;
  readonly deliveredDay: Day | undefined;
}

/** The parcel that facts in order of time make; undefined until ordering has told the promise. */
export function parcelFrom(known: readonly KnownOfParcel[]): Parcel | undefined {
  const told = (name: Milestone['name']) =>
    known.find((fact): fact is Milestone => fact.name === name && 'revision' in fact);
  const [promised, released, handedOver] = [told('promised'), told('released'), told('handed_over')];
  if (promised?.promisedDay === undefined || promised.zone === undefined) return undefined;
  const deliveredAt = known.find((fact) => fact.name === 'delivered')?.happenedAt;
  return {
    promisedDay: promised.promisedDay,
    zone: promised.zone,
    unit: promised.destinationUnit ?? UNATTRIBUTED,
    isCanceled: told('canceled') !== undefined,
    isReleased: released !== undefined && told('unavailable') === undefined,
    limit: released?.dueAt,
    handedOverAt: handedOver?.happenedAt,
    deliveredAt,
    deliveredDay: deliveredAt === undefined ? undefined : dayOf(deliveredAt, promised.zone),
  };
}

/** Stamps that cannot both be true; they are kept, judged as they are, and shown. */
export function suspicionsOf(parcel: Parcel | undefined): string[] {
  const { deliveredAt, handedOverAt } = parcel ?? {};
  const isBackwards = deliveredAt !== undefined && handedOverAt !== undefined && deliveredAt < handedOverAt;
  return isBackwards ? ['DELIVERED_BEFORE_HAND_OVER'] : [];
}
