import type { Milestone } from '#libs/domain/milestone.js';
import { nameWithPart, type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import type { Fulfilment } from '#libs/domain/promise.js';
import type { Day, Instant, Zone } from '#libs/domain/time.js';
import { UNATTRIBUTED, type Unit } from '#libs/domain/unit.js';
import type { CaseDimensions } from '../limit-set.js';
import { isStepMade, parcelsOf, stepAt, stepOf } from '../parcels.js';

/** A fact that a warehouse reported about a parcel, or a milestone of ordering. */
export type KnownOfParcel = HandedOver | Milestone;

interface HandedOver extends OfPart {
  readonly name: 'handed_over';
  readonly happenedAt: Instant;
}

/** A parcel as the warehouse's metrics read it; the whole order if ordering names no parcels. */
export interface Parcel {
  /** As ordering names it, or WHOLE. */
  readonly part: Part;
  readonly zone: Zone | undefined;
  readonly orderedAt: Instant | undefined;
  readonly promisedDay: Day | undefined;
  readonly approvedAt: Instant | undefined;
  readonly released: { readonly dueAt: Instant; readonly originUnit: Unit } | undefined;
  readonly isCalledOff: boolean;
  /** When another parcel took its place. */
  readonly replacedAt: Instant | undefined;
  readonly handedOverAt: Instant | undefined;
  /** As ordering promised and released it; undefined when it did not say so. */
  readonly fulfilment?: Fulfilment | undefined;
  readonly serviceLevel?: string | undefined;
}

/**
 * Makes the parcels of an order from its facts: one for each parcel that ordering names, or the whole order as one.
 *
 * @param known  in order of time
 */
export function parcelsFrom(known: readonly KnownOfParcel[]): Parcel[] {
  const parcels = parcelsOf(known);
  const parts = parcels.all.length === 0 ? [WHOLE] : parcels.all;
  return parts.map((part) => parcelFrom(known, part, parcels));
}

/** Makes a parcel from the facts of its order. Of several facts of one kind about a parcel the first one counts. */
export function parcelFrom(known: readonly KnownOfParcel[], part: Part = WHOLE, parcels = parcelsOf(known)): Parcel {
  const milestones = known.filter((fact): fact is Milestone => 'revision' in fact);
  const whole = (name: Milestone['name']) => milestones.find((milestone) => milestone.name === name);
  const [promised, released] = [whole('promised'), stepOf(milestones, 'released', part, parcels)];
  return {
    part,
    zone: promised?.zone,
    orderedAt: promised?.happenedAt,
    promisedDay: promised?.promisedDay,
    approvedAt: whole('payment_approved')?.happenedAt,
    released:
      released?.dueAt === undefined
        ? undefined
        : { dueAt: released.dueAt, originUnit: released.originUnit ?? UNATTRIBUTED },
    isCalledOff: isStepMade(milestones, 'canceled', part) || isStepMade(milestones, 'unavailable', part),
    replacedAt: parcels.replacedAt.get(part),
    handedOverAt: stepAt(known, 'handed_over', part, parcels),
    fulfilment: promised?.fulfilment,
    serviceLevel: released?.serviceLevel,
  };
}

/** What exceptions from a limit may ask of a parcel. */
export function dimensionsOf({ fulfilment, serviceLevel }: Parcel): CaseDimensions {
  return {
    fulfilment: fulfilment === undefined ? [] : [fulfilment],
    service_level: serviceLevel === undefined ? [] : [serviceLevel],
  };
}

/** True if another parcel took its place before it was handed over and before it had to be: then nothing was left to hand over. */
export function isReplacedInTime({ replacedAt, handedOverAt }: Parcel, dueAt: Instant): boolean {
  return replacedAt !== undefined && replacedAt <= dueAt && (handedOverAt === undefined || replacedAt < handedOverAt);
}

/** True if the limit lay before the payment was approved, so that it could not be kept. */
export function isImpossible({ approvedAt, released }: Parcel): boolean {
  return approvedAt !== undefined && released !== undefined && released.dueAt < approvedAt;
}

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function suspicionsOf({ part, handedOverAt, orderedAt, approvedAt }: Parcel): string[] {
  if (handedOverAt === undefined) return [];
  if (orderedAt !== undefined && handedOverAt < orderedAt) return [nameWithPart('HANDED_OVER_BEFORE_ORDER', part)];
  const isEarly = approvedAt !== undefined && handedOverAt < approvedAt;
  return isEarly ? [nameWithPart('HANDED_OVER_BEFORE_APPROVAL', part)] : [];
}
