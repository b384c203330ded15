import { addDays, type Day, type Instant } from '#libs/domain/time.js';
import { type Happening, shopFact, siteSubject, surveyFact } from '../happening.js';
import { ZONE } from '../retailer.js';
import { clock, dayAt, HOUR, type World, workdaysLater } from '../world.js';
import { carrierFactsAfter, carrierFactsOf } from './carrier-facts.js';
import { type Order, ordersOn } from './order.js';
import { type Parcel, parcelOf, parcelsOf } from './parcel.js';
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
  /** When the goods are back in the warehouse. */
  readonly backAt: Instant | undefined;
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
  const known = { order, cameAt, isLate, lateBy: isLate ? culpritOf(sent) : 0 };
  const backAt = backIn(known);
  return {
    ...known,
    backAt,
    happenings: [
      ...shopFactsOf(order, parcels),
      ...laterShopFacts(order, ways),
      ...sent.flatMap((one) => partOf(one, isLate)),
      ...returned(known, backAt),
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
  return [...replaced, ...siteFactsOf(parcel), ...carrierFactsOf(parcel, way), ...after];
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

type Known = Omit<Journey, 'happenings' | 'backAt'>;

function backIn({ order, cameAt }: Known): Instant | undefined {
  if (cameAt === undefined || !order.luck.has('returns', 900)) return undefined;
  const announced = addDays(dayAt(cameAt), order.luck.between('days until the return', 2, 9));
  return clock(workdaysLater(announced, 3), order.luck.between('return arrives', 7 * 60, 15 * 60));
}

/** Why goods come back, by the number of the contract: one of eight is not as described. */
const CAUSES = [1, 2, 3, 7, 7, 7, 8, 8];

function returned({ order, cameAt }: Known, backAt: Instant | undefined): Happening[] {
  const { luck, id } = order;
  const cause = CAUSES[luck.of('cause of return', CAUSES.length)] ?? 8;
  if (cameAt !== undefined && backAt === undefined && luck.has('claims', 120)) {
    const at = cameAt + luck.between('claim', 5, 80) * HOUR;
    return [shopFact({ id, name: 'claimed', at }, { $case: 'claimed', value: { cause } })];
  }
  if (backAt === undefined) return [];
  const subject = `return-${id}`;
  const hours = luck.has('inspected late', 500)
    ? luck.between('late inspection', 50, 90)
    : luck.between('inspection', 1, 30);
  return [
    shopFact({ id, name: 'returned', at: backAt - 72 * HOUR }, { $case: 'returned', value: { cause } }),
    siteSubject(
      'south',
      { id: subject, name: 'received', at: backAt },
      { $case: 'returnReceived', value: { unit: 'site/south/returns', zone: ZONE } },
    ),
    siteSubject(
      'south',
      { id: subject, name: 'inspected', at: backAt + hours * HOUR },
      { $case: 'returnInspected', value: {} },
    ),
  ];
}

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
