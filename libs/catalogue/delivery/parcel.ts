import type { Milestone } from '#libs/domain/milestone.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import { UNATTRIBUTED, type Unit } from '#libs/domain/unit.js';

/** A fact that a carrier reported about a parcel, or a milestone of ordering or of the warehouse. */
export type KnownOfParcel = Delivered | Milestone;

interface Delivered {
  readonly name: 'delivered';
  readonly happenedAt: Instant;
}

/** A parcel as delivery's metrics read it. */
export interface Parcel {
  readonly promisedDay: Day;
  readonly zone: Zone;
  readonly unit: Unit;
  readonly isCanceled: boolean;
  readonly isReleased: boolean;
  /** The instant by which the warehouse had to hand the parcel over. */
  readonly limit: Instant | undefined;
  readonly handedOverAt: Instant | undefined;
  readonly deliveredAt: Instant | undefined;
  readonly deliveredDay: Day | undefined;
}

/**
 * Makes the parcel from its facts. Of several facts of one kind the first one counts.
 *
 * @param known  in order of time
 * @returns      undefined before the promise of ordering is known
 */
export function parcelFrom(known: readonly KnownOfParcel[]): Parcel | undefined {
  const milestone = (name: Milestone['name']) =>
    known.find((fact): fact is Milestone => fact.name === name && 'revision' in fact);
  const [promised, released, handedOver] = [milestone('promised'), milestone('released'), milestone('handed_over')];
  if (promised?.promisedDay === undefined || promised.zone === undefined) return undefined;
  const deliveredAt = known.find((fact) => fact.name === 'delivered')?.happenedAt;
  return {
    promisedDay: promised.promisedDay,
    zone: promised.zone,
    unit: promised.destinationUnit ?? UNATTRIBUTED,
    isCanceled: milestone('canceled') !== undefined,
    isReleased: released !== undefined && milestone('unavailable') === undefined,
    limit: released?.dueAt,
    handedOverAt: handedOver?.happenedAt,
    deliveredAt,
    deliveredDay: deliveredAt === undefined ? undefined : dayOf(deliveredAt, promised.zone),
  };
}

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function suspicionsOf(parcel: Parcel | undefined): string[] {
  const { deliveredAt, handedOverAt } = parcel ?? {};
  const isBackwards = deliveredAt !== undefined && handedOverAt !== undefined && deliveredAt < handedOverAt;
  return isBackwards ? ['DELIVERED_BEFORE_HAND_OVER'] : [];
}
