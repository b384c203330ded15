import type { Milestone } from '#libs/domain/milestone.js';
import { type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import { UNATTRIBUTED, type Unit } from '#libs/domain/unit.js';
import { isStepMade, parcelsOf, stepAt, stepOf } from '../parcels.js';

/** A fact that a carrier reported about a parcel, or a milestone of ordering or of the warehouse. */
export type KnownOfParcel = Delivered | Milestone;

interface Delivered extends OfPart {
  readonly name: 'delivered';
  readonly happenedAt: Instant;
}

/** A parcel as delivery's metrics read it; the whole order if ordering names no parcels. */
export interface Parcel {
  /** As ordering names it, or WHOLE. */
  readonly part: Part;
  readonly promisedDay: Day;
  readonly zone: Zone;
  readonly unit: Unit;
  readonly isCanceled: boolean;
  /** Another parcel took its place. */
  readonly isReplaced: boolean;
  readonly isReleased: boolean;
  /** The instant by which the warehouse had to hand the parcel over. */
  readonly limit: Instant | undefined;
  readonly handedOverAt: Instant | undefined;
  readonly deliveredAt: Instant | undefined;
  readonly deliveredDay: Day | undefined;
}

/**
 * Makes a parcel from the facts of its order. Of several facts of one kind about a parcel the first one counts.
 *
 * @param known  in order of time
 * @returns      undefined before the promise of ordering is known
 */
export function parcelFrom(
  known: readonly KnownOfParcel[],
  part: Part = WHOLE,
  parcels = parcelsOf(known),
): Parcel | undefined {
  const milestones = known.filter((fact): fact is Milestone => 'revision' in fact);
  const promised = milestones.find(({ name }) => name === 'promised');
  if (promised?.promisedDay === undefined || promised.zone === undefined) return undefined;
  const released = stepOf(milestones, 'released', part, parcels);
  const deliveredAt = stepAt(known, 'delivered', part, parcels);
  return {
    part,
    promisedDay: promised.promisedDay,
    zone: promised.zone,
    unit: promised.destinationUnit ?? UNATTRIBUTED,
    isCanceled: isStepMade(milestones, 'canceled', part),
    isReplaced: parcels.replacedAt.has(part),
    isReleased: released !== undefined && !isStepMade(milestones, 'unavailable', part),
    limit: released?.dueAt,
    handedOverAt: stepAt(milestones, 'handed_over', part, parcels),
    deliveredAt,
    deliveredDay: deliveredAt === undefined ? undefined : dayOf(deliveredAt, promised.zone),
  };
}
