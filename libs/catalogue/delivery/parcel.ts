import type { Milestone } from '#libs/domain/milestone.js';
import { type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import { type FirstPromise, isCollected, promiseDetails } from '#libs/domain/promise.js';
import { type Day, dayOf, type Instant } from '#libs/domain/time.js';
import { UNATTRIBUTED, type Unit } from '#libs/domain/unit.js';
import type { CaseDimensions } from '../limit-set.js';
import { arrivalAt, isStepMade, type Parcels, parcelsOf, stepAt, stepOf } from '../parcels.js';
import { isReport, type Report } from './report.js';

/** A fact that a carrier or a customer reported about a parcel, or a milestone of ordering or of the warehouse. */
export type KnownOfParcel = Arrived | Report | Milestone;

interface Arrived extends OfPart {
  readonly name: 'delivered' | 'ready_for_collection';
  readonly happenedAt: Instant;
}

/** A parcel as delivery's metrics read it; the whole order if ordering names no parcels. */
export interface Parcel extends FirstPromise {
  /** As ordering names it, or WHOLE. */
  readonly part: Part;
  /** Where it goes. */
  readonly unit: Unit;
  /** Who brings it: the unit that it was dispatched with, or else where it goes. */
  readonly broughtBy: Unit;
  readonly isCanceled: boolean;
  /** Another parcel took its place. */
  readonly isReplaced: boolean;
  readonly isReleased: boolean;
  /** The instant by which the warehouse had to hand the parcel over. */
  readonly limit: Instant | undefined;
  readonly handedOverAt: Instant | undefined;
  /** When it was there for the customer: delivered or, if the customer collects it, ready for collection. */
  readonly deliveredAt: Instant | undefined;
  readonly deliveredDay: Day | undefined;
  /** When it was ready for collection. */
  readonly readyAt: Instant | undefined;
  /** When the customer had it. */
  readonly receivedAt: Instant | undefined;
  /** As ordering released it; undefined when it did not say so. */
  readonly serviceLevel?: string | undefined;
  /** What carriers and customers reported about it, in order of time. */
  readonly reports: readonly Report[];
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
  const deliveredAt = arrivalAt(known, part, parcels, isCollected(promised));
  const reports = reportsAbout(known, part, parcels);
  const unit = promised.destinationUnit ?? UNATTRIBUTED;
  return {
    part,
    ...promiseDetails(promised),
    promisedDay: promised.promisedDay,
    zone: promised.zone,
    unit,
    broughtBy: reports.find((one) => one.name === 'dispatched')?.unit ?? unit,
    isCanceled: isStepMade(milestones, 'canceled', part),
    isReplaced: parcels.replacedAt.has(part),
    isReleased: released !== undefined && !isStepMade(milestones, 'unavailable', part),
    limit: released?.dueAt,
    handedOverAt: stepAt(milestones, 'handed_over', part, parcels),
    deliveredAt,
    deliveredDay: deliveredAt === undefined ? undefined : dayOf(deliveredAt, promised.zone),
    readyAt: stepAt(known, 'ready_for_collection', part, parcels),
    receivedAt: stepAt(known, 'delivered', part, parcels),
    serviceLevel: released?.serviceLevel,
    reports,
  };
}

/** The reports that speak for a parcel: those that name it, and for the only parcel of an order those that name none. */
function reportsAbout(known: readonly KnownOfParcel[], part: Part, { all }: Parcels): Report[] {
  const reports = known.filter((fact) => isReport(fact));
  if (part === WHOLE) return reports;
  return reports.filter((one) => one.part === part || (one.part === undefined && all.length === 1));
}

/** What exceptions from a limit may ask of a parcel. */
export function dimensionsOfParcel({ fulfilment, serviceLevel }: Parcel): CaseDimensions {
  return {
    fulfilment: fulfilment === undefined ? [] : [fulfilment],
    service_level: serviceLevel === undefined ? [] : [serviceLevel],
  };
}
