import { enumWords, type Word } from '#libs/domain/enum-words.js';
import { nameWithPart, type OfPart, type Part, WHOLE } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { lastOf, type Parcels, parcelsOf, type Step, stepAt, stepOf } from '../parcels.js';
import { type KnownOfParcel, type Parcel, parcelFrom } from './parcel.js';

/** What damaged goods, by its number in the contract. */
export const DAMAGE_CAUSES = enumWords('damage cause', { PACKING: 1, HANDLING: 2, TRANSIT: 3, PRODUCT: 4 });
export type DamageCause = Word<typeof DAMAGE_CAUSES>;

/** What is wrong with how a parcel was packed, by its number in the contract. */
export const PACKAGING_FAULTS = enumWords('packaging fault', { LOOKS: 1, WASTE: 2, OPENING: 3, WISH_IGNORED: 4 });
export type PackagingFault = Word<typeof PACKAGING_FAULTS>;

/** A fact that a warehouse reported about a parcel, or a milestone of ordering. */
export type KnownOfHandling = KnownOfParcel | HandlingFact;

type HandlingFact = OfPart & { readonly happenedAt: Instant } & (
    | Picked
    | Packed
    | Planned
    | Damage
    | Complaint
    | Plain
  );

interface Picked extends Lines {
  readonly name: 'picked';
  readonly unit?: Unit;
}

interface Packed {
  readonly name: 'packed';
  readonly unit?: Unit;
  /** Unset when the customer wished nothing. */
  readonly wish?: { readonly isHonoured: boolean };
}

interface Planned {
  readonly name: 'departure_planned';
  readonly departsAt: Instant;
}

interface Damage {
  readonly name: 'damage_found';
  readonly cause: DamageCause;
}

interface Complaint {
  readonly name: 'packaging_complained';
  readonly fault: PackagingFault | undefined;
}

interface Plain {
  readonly name:
    | 'departure_canceled'
    | 'loaded'
    | 'tracking_issued'
    | 'tracking_told'
    | 'first_scanned'
    | 'item_fault_confirmed'
    | 'overage_found';
}

/** The lines of a pick. Those that are neither right nor short are wrong. */
export interface Lines {
  readonly linesOrdered: number;
  readonly linesRight: number;
  readonly linesShort: number;
}

/** A parcel with what the warehouse did to it, and with what turned out to be wrong with it. */
export interface HandledParcel extends Parcel {
  readonly releasedAt: Instant | undefined;
  readonly picked: (Lines & { readonly at: Instant; readonly unit: Unit | undefined }) | undefined;
  readonly packed: PackedParcel | undefined;
  /** By the first plan. */
  readonly departsAt: Instant | undefined;
  readonly departureCanceledAt: Instant | undefined;
  readonly loadedAt: Instant | undefined;
  readonly trackingIssuedAt: Instant | undefined;
  readonly trackingToldAt: Instant | undefined;
  readonly firstScannedAt: Instant | undefined;
  /** The first damage by packing or by handling in the warehouse that was found after the hand-over; the same of what follows. */
  readonly damagedAt: Instant | undefined;
  readonly itemFaultAt: Instant | undefined;
  readonly overageAt: Instant | undefined;
  readonly packagingComplainedAt: Instant | undefined;
  /** The first complaint that the parcel was not packed as the customer had wished. */
  readonly wishIgnoredAt: Instant | undefined;
}

interface PackedParcel {
  readonly at: Instant;
  readonly unit: Unit | undefined;
  /** Of several packages that are judged as one: each wish was honoured. Undefined when the customer wished nothing. */
  readonly isWishHonoured: boolean | undefined;
}

/**
 * Makes the parcels of an order from its facts: one for each parcel that ordering names, or the whole order as one.
 *
 * @param known  in order of time
 */
export function handledParcelsFrom(known: readonly KnownOfHandling[]): HandledParcel[] {
  const parcels = parcelsOf(known);
  const parts = parcels.all.length === 0 ? [WHOLE] : parcels.all;
  const ofHandOver = known.filter((fact): fact is KnownOfParcel => 'revision' in fact || fact.name === 'handed_over');
  return parts.map((part) => {
    const parcel = parcelFrom(ofHandOver, part, parcels);
    const work = workOn(known, part, parcels);
    const found = foundIn(known, part, parcels, parcel.handedOverAt);
    // Every fact comes here: plain fields take a fraction of the time of a spread that others follow.
    return {
      part: parcel.part,
      zone: parcel.zone,
      orderedAt: parcel.orderedAt,
      promisedDay: parcel.promisedDay,
      approvedAt: parcel.approvedAt,
      released: parcel.released,
      isCalledOff: parcel.isCalledOff,
      replacedAt: parcel.replacedAt,
      handedOverAt: parcel.handedOverAt,
      fulfilment: parcel.fulfilment,
      serviceLevel: parcel.serviceLevel,
      releasedAt: stepOf(known, 'released', part, parcels)?.happenedAt,
      picked: work.picked,
      packed: work.packed,
      departsAt: work.departsAt,
      departureCanceledAt: work.departureCanceledAt,
      loadedAt: work.loadedAt,
      trackingIssuedAt: work.trackingIssuedAt,
      trackingToldAt: work.trackingToldAt,
      firstScannedAt: work.firstScannedAt,
      damagedAt: found.damagedAt,
      itemFaultAt: found.itemFaultAt,
      overageAt: found.overageAt,
      packagingComplainedAt: found.packagingComplainedAt,
      wishIgnoredAt: found.wishIgnoredAt,
    };
  });
}

/** What the warehouse did to a parcel. */
function workOn(known: readonly KnownOfHandling[], part: Part, parcels: Parcels) {
  const at = (name: KnownOfHandling['name']) => stepAt(known, name, part, parcels);
  const steps = (name: KnownOfHandling['name']) => countingSteps(known, name, part, parcels);
  return {
    picked: pickOf(steps('picked').flatMap((step) => (step.name === 'picked' ? [step] : []))),
    packed: packedOf(steps('packed').flatMap((step) => (step.name === 'packed' ? [step] : []))),
    departsAt: lastOf(steps('departure_planned').map((step) => ('departsAt' in step ? step.departsAt : undefined))),
    departureCanceledAt: at('departure_canceled'),
    loadedAt: at('loaded'),
    trackingIssuedAt: at('tracking_issued'),
    trackingToldAt: at('tracking_told'),
    firstScannedAt: at('first_scanned'),
  };
}

/**
 * What turned out to be wrong with a parcel after it was handed over; what the warehouse found and cured before that, no customer got.
 * Of several reports the first one counts, of whichever package of an order that is judged as one.
 */
function foundIn(known: readonly KnownOfHandling[], part: Part, { all }: Parcels, since: Instant | undefined) {
  const isAbout = ({ part: named = WHOLE, happenedAt }: Step) =>
    (part === WHOLE || named === part || (named === WHOLE && all.length === 1)) &&
    since !== undefined &&
    happenedAt >= since;
  const found = known.filter(isAbout);
  const first = (isIt: (fact: KnownOfHandling) => boolean) => found.find(isIt)?.happenedAt;
  return {
    damagedAt: first((fact) => fact.name === 'damage_found' && (fact.cause === 'PACKING' || fact.cause === 'HANDLING')),
    itemFaultAt: first(({ name }) => name === 'item_fault_confirmed'),
    overageAt: first(({ name }) => name === 'overage_found'),
    packagingComplainedAt: first(({ name }) => name === 'packaging_complained'),
    wishIgnoredAt: first((fact) => fact.name === 'packaging_complained' && fact.fault === 'WISH_IGNORED'),
  };
}

/**
 * The steps of one kind that count for a parcel: the first one that names it. For the order as one, the first of each package that the
 * warehouse names, or the first one without a name; as `stepAt` reads them.
 */
function countingSteps(
  known: readonly KnownOfHandling[],
  name: KnownOfHandling['name'],
  part: Part,
  parcels: Parcels,
): KnownOfHandling[] {
  if (!known.some((step) => step.name === name)) return [];
  const named = part === WHOLE ? known.flatMap((step) => (step.name === name ? (step.part ?? []) : [])) : [part];
  const parts = named.length === 0 ? [WHOLE] : new Set(named);
  return [...parts].flatMap((one) => stepOf(known, name, one, parcels) ?? []);
}

function pickOf(picks: readonly (Picked & { readonly happenedAt: Instant })[]): HandledParcel['picked'] {
  if (picks.length === 0) return undefined;
  const sum = (lines: (pick: Lines) => number) => picks.reduce((total, pick) => total + lines(pick), 0);
  return {
    at: Math.max(...picks.map(({ happenedAt }) => happenedAt)),
    unit: picks[0]?.unit,
    linesOrdered: sum(({ linesOrdered }) => linesOrdered),
    linesRight: sum(({ linesRight }) => linesRight),
    linesShort: sum(({ linesShort }) => linesShort),
  };
}

function packedOf(packed: readonly (Packed & { readonly happenedAt: Instant })[]): PackedParcel | undefined {
  if (packed.length === 0) return undefined;
  const wishes = packed.flatMap(({ wish }) => wish ?? []);
  return {
    at: Math.max(...packed.map(({ happenedAt }) => happenedAt)),
    unit: packed[0]?.unit,
    isWishHonoured: wishes.length === 0 ? undefined : wishes.every(({ isHonoured }) => isHonoured),
  };
}

/** Instants that cannot both be true. The facts are accepted, judged as they are, and flagged. */
export function handlingSuspicionsOf({ part, picked, packed, ...parcel }: HandledParcel): string[] {
  const { loadedAt, trackingIssuedAt, trackingToldAt } = parcel;
  const isBefore = (one: Instant | undefined, other: Instant | undefined) =>
    one !== undefined && other !== undefined && one < other;
  return [
    ...(isBefore(packed?.at, picked?.at) ? ['PACKED_BEFORE_PICKED'] : []),
    ...(isBefore(loadedAt, packed?.at) ? ['LOADED_BEFORE_PACKED'] : []),
    ...(isBefore(trackingToldAt, trackingIssuedAt) ? ['TRACKING_TOLD_BEFORE_ISSUED'] : []),
  ].map((name) => nameWithPart(name, part));
}
