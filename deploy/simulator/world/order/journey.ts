import { addDays, type Day, type Instant } from '#libs/domain/time.js';
import { type Happening, shopFact, surveyFact } from '../happening.js';
import { clock, HOUR, type World } from '../world.js';
import { carrierFactsAfter, carrierFactsOf, toldOfFailure } from './carrier-facts.js';
import { customerFacts } from './customer.js';
import { type Order, ordersOn } from './order.js';
import { type Parcel, parcelOf, parcelsOf } from './parcel.js';
import { type Return, returnedFacts, returnOf } from './returns.js';
import { laterShopFacts, releasedParcel, shopFactsOf } from './shop-facts.js';
import { siteFactsAfter, siteFactsOf } from './site-facts.js';
import { cameOn, type Way, wayOf } from './way.js';

/** An order with everything that happened to it, as the help desk sees it when the customer calls. */
export interface Journey {
  readonly order: Order;
  /** When the customer had the last parcel; undefined while one did not come. */
  readonly cameAt: Instant | undefined;
  readonly isLate: boolean;
  /** The department whose link was late, by its number in the contracts of ordering and support. */
  readonly lateBy: number;
  /** The parcels in which it was sent at first. */
  readonly parcelIds: readonly string[];
  /** What came back of it. */
  readonly back: Return | undefined;
  readonly happenings: readonly Happening[];
}

const [BY_ORDERING, BY_WAREHOUSE, BY_DELIVERY] = [1, 2, 3];

/** The journeys of the orders of a day, to their end. */
export function journeysOn(world: World, day: Day): Journey[] {
  return ordersOn(world, day).map(journeyOf);
}

function journeyOf(order: Order): Journey {
  const parcels = parcelsOf(order);
  const sent = parcels
    .flatMap((parcel) => [parcel, ...sentAgain(parcel)])
    .map((parcel) => ({ parcel, way: wayOf(parcel) }));
  const ways = sent.filter(({ way }) => way?.isLost !== true).map(({ way }) => way);
  const last = ways.map((way) => way?.readyAt ?? way?.deliveredAt);
  const cameAt = last.length === 0 || last.includes(undefined) ? undefined : Math.max(...last.map((at) => at ?? 0));
  const days = ways.map((way) => (way === undefined ? undefined : cameOn(way)));
  const isLate = days.some((one) => one === undefined || one > order.promise.day);
  const parcelIds = parcels.map(({ id }) => id);
  const known = { order, parcelIds, cameAt, isLate, lateBy: isLate ? culpritOf(sent) : 0 };
  const back = returnOf(order, cameAt);
  const happened = [
    ...shopFactsOf(order, parcels),
    ...laterShopFacts(order, ways),
    ...sent.flatMap((one) => partOf(one, isLate)),
  ];
  return {
    ...known,
    back,
    happenings: [
      ...happened,
      ...customerFacts(order, known.lateBy, happened),
      ...returnedFacts(order, cameAt, back),
      ...makesUp(known),
      ...answered(known),
    ],
  };
}

/** A parcel that the carrier declares lost is sent again. */
function sentAgain(parcel: Parcel): Parcel[] {
  const way = wayOf(parcel);
  if (way?.isLost !== true) return [];
  return [parcelOf(parcel.order, `${parcel.id}-again`, way.dispatchedAt + 8 * 24 * HOUR + HOUR, parcel.id)];
}

interface Sent {
  readonly parcel: Parcel;
  readonly way: Way | undefined;
}

function partOf({ parcel, way }: Sent, isLate: boolean): Happening[] {
  const { takesPlaceOf, order, releasedAt } = parcel;
  const replaced =
    takesPlaceOf === undefined
      ? []
      : [
          shopFact(
            { id: order.id, parcel: takesPlaceOf, name: 'replaced', at: releasedAt - HOUR / 2 },
            { $case: 'parcelReplaced', value: { byParcelId: parcel.id } },
          ),
          releasedParcel(parcel),
        ];
  if (way === undefined) return [...replaced, ...siteFactsOf(parcel)];
  const after =
    way.deliveredAt === undefined
      ? []
      : [...siteFactsAfter(parcel, way.deliveredAt), ...carrierFactsAfter(parcel, way.deliveredAt, isLate)];
  return [
    ...replaced,
    ...siteFactsOf(parcel),
    ...carrierFactsOf(parcel, way),
    ...after,
    ...toldOfFailure(parcel, way, after),
  ];
}

/** The first link that was late: the release, the hand-over, else the carrier. */
function culpritOf(sent: readonly Sent[]): number {
  const isHeldUp = sent.some(({ parcel: { order } }) => order.address !== 'right');
  if (isHeldUp) return BY_ORDERING;
  const isLeftLate = sent.some(
    ({ parcel: { handedOverAt, dueAt } }) => handedOverAt === undefined || handedOverAt > dueAt,
  );
  return isLeftLate ? BY_WAREHOUSE : BY_DELIVERY;
}

type Known = Omit<Journey, 'happenings' | 'back'>;

/** Vouchers: for late orders, and now and then for other things. Causes by their numbers in the contract. */
function makesUp({ order, cameAt, isLate, lateBy }: Known): Happening[] {
  const { luck, id, promise } = order;
  const at = cameAt === undefined ? clock(addDays(promise.day, 3), 11 * 60) : cameAt + 20 * HOUR;
  const give = (cause: number, causedBy: number) =>
    shopFact(
      { id, name: 'voucher', at },
      { $case: 'voucherGranted', value: { cause, amountMinor: 500 * luck.between('worth', 1, 4), causedBy } },
    );
  if (isLate) return luck.has('voucher for lateness', 2_500) ? [give(2, lateBy)] : [];
  if (!luck.has('voucher', 180)) return [];
  return [give(luck.between('cause of voucher', 1, 8), 0)];
}

/** Every sixth customer answers the survey. */
function answered({ order, cameAt, isLate }: Known): Happening[] {
  const { luck, id } = order;
  if (cameAt === undefined || !luck.has('answers', 1_600)) return [];
  const score = isLate
    ? luck.between('score of a late order', 1, 3)
    : luck.has('content', 9_000)
      ? luck.between('score', 4, 5)
      : 3;
  return [surveyFact({ id, name: 'answer', at: cameAt + luck.between('answers after', 20, 90) * HOUR }, score)];
}
