import { nameWithPart, WHOLE } from '#libs/domain/part.js';
import { type FirstPromise, promiseDetails } from '#libs/domain/promise.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import type { CaseDimensions } from '../limit-set.js';
import { lastOf, parcelsOf } from '../parcels.js';
import { type KnownOfParcel, type Parcel, parcelFrom } from './parcel.js';

/** An order as delivery's metrics read it: the same as its parcel, if it has one. */
export interface Order extends FirstPromise {
  readonly unit: Unit;
  /** It is canceled as a whole, or all its parcels are. */
  readonly isCanceled: boolean;
  /** When the last parcel was handed over; undefined while one was not. */
  readonly handedOverAt: Instant | undefined;
  /** When the last parcel was there for the customer; undefined while one was not. */
  readonly deliveredAt: Instant | undefined;
  readonly deliveredDay: Day | undefined;
  /** The parcels that the order waits for. */
  readonly awaited: readonly Parcel[];
  /** All parcels, those that were replaced or canceled included; the whole order if ordering names no parcels. */
  readonly parcels: readonly Parcel[];
}

/**
 * Makes the order from its facts.
 *
 * @param known  in order of time
 * @returns      undefined before the promise of ordering is known
 */
export function orderFrom(known: readonly KnownOfParcel[]): Order | undefined {
  const parcels = parcelsOf(known);
  const parts = parcels.all.length === 0 ? [WHOLE] : parcels.all;
  return orderOf(parts.flatMap((part) => parcelFrom(known, part, parcels) ?? []));
}

/**
 * Makes the order of its parcels. It is there when its last parcel is. It does not wait for parcels that were replaced, nor for
 * canceled ones unless all are.
 *
 * @returns undefined for no parcels
 */
export function orderOf(parcels: readonly Parcel[]): Order | undefined {
  const [first] = parcels;
  if (first === undefined) return undefined;
  const current = parcels.filter(({ isReplaced }) => !isReplaced);
  const wanted = current.filter(({ isCanceled }) => !isCanceled);
  const awaited = wanted.length === 0 ? current : wanted;
  return {
    ...promiseDetails(first),
    promisedDay: first.promisedDay,
    zone: first.zone,
    unit: first.unit,
    isCanceled: current.length > 0 && wanted.length === 0,
    handedOverAt: lastOf(awaited.map((parcel) => parcel.handedOverAt)),
    deliveredAt: lastOf(awaited.map((parcel) => parcel.deliveredAt)),
    deliveredDay: lastOf(awaited.map((parcel) => parcel.deliveredDay)),
    awaited,
    parcels,
  };
}

/**
 * What exceptions from a limit may ask of an order. It has the service level of its parcels if they have the same one: an order of an
 * express parcel and another one is no express order.
 */
export function dimensionsOf({ fulfilment, awaited }: Order): CaseDimensions {
  const levels = new Set(awaited.map(({ serviceLevel }) => serviceLevel));
  const [level] = levels;
  return {
    fulfilment: fulfilment === undefined ? [] : [fulfilment],
    service_level: levels.size !== 1 || level === undefined ? [] : [level],
  };
}

/** Instants of a parcel that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function suspicionsOf(order: Order | undefined): string[] {
  return (order?.parcels ?? []).flatMap(({ part, deliveredAt, handedOverAt }) => {
    const isBackwards = deliveredAt !== undefined && handedOverAt !== undefined && deliveredAt < handedOverAt;
    return isBackwards ? [nameWithPart('DELIVERED_BEFORE_HAND_OVER', part)] : [];
  });
}
