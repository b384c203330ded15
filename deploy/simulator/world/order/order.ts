import { addDays, type Day, type Instant } from '#libs/domain/time.js';
import { Luck } from '../luck.js';
import { CARRIER_LIST, CATEGORIES, type Carrier, FULFILMENTS, METHODS, type Site } from '../retailer.js';
import {
  clock,
  dayAt,
  HOUR,
  isWorkday,
  MINUTE,
  minuteOfOrder,
  minutesAt,
  on,
  usualOrders,
  type World,
  workdaysLater,
} from '../world.js';
import { type Payment, paymentOf } from './payment.js';

/** What the customer ordered, and what the shop decided about it. Everything that happens to it afterwards follows from this. */
export interface Order {
  readonly world: World;
  readonly luck: Luck;
  readonly id: string;
  readonly placedAt: Instant;
  readonly method: (typeof METHODS)[number]['method'];
  readonly settlement: number;
  /** By its number in the contract. */
  readonly fulfilment: number;
  readonly category: (typeof CATEGORIES)[number];
  readonly carrier: Carrier;
  /** "carrier/acme/depot-berlin": who is to bring it, and where. */
  readonly destination: string;
  readonly site: Site;
  /** More was ordered on this day than the warehouses can hand over. */
  readonly isOverflow: boolean;
  readonly items: number;
  readonly promise: Promised;
  readonly payment: Payment;
  /** A wrong address that the shop finds is corrected before the release; the others are found at the door. */
  readonly address: 'right' | 'found' | 'not found';
  readonly end: End;
  /** When it was given to the warehouse; undefined when it ended before. */
  readonly releasedAt: Instant | undefined;
}

/** What the shop promised when the order was placed. */
export interface Promised {
  readonly day: Day;
  readonly window: { readonly from: Date; readonly to: Date } | undefined;
  /** Of an order that the customer collects in a store. */
  readonly readyBy: Date | undefined;
  readonly neededByDay: Day | undefined;
  readonly oddsPpm: number;
}

/** How it ended other than at the customer's. */
export type End =
  | 'kept'
  | 'not paid'
  | 'changed mind'
  | 'too late'
  | 'out of stock'
  | 'lost'
  | 'unknown'
  | 'unavailable';

/** Ends that are known before the warehouse hears of the order. */
const BEFORE_RELEASE: ReadonlySet<End> = new Set([
  'not paid',
  'changed mind',
  'out of stock',
  'unavailable',
  'unknown',
]);

const ENDS: readonly { readonly end: End; readonly share: number }[] = [
  ...([
    { end: 'kept', share: 9_735 },
    { end: 'changed mind', share: 110 },
    { end: 'too late', share: 25 },
  ] as const),
  ...([
    { end: 'out of stock', share: 50 },
    { end: 'lost', share: 20 },
    { end: 'unknown', share: 20 },
  ] as const),
  { end: 'unavailable', share: 40 },
];

/** Ends that come while the warehouse has the order: nothing of it leaves. */
export const IN_WAREHOUSE: ReadonlySet<End> = new Set(['too late', 'lost']);

/** The last minute of the day at which a release still leaves on the same day. */
const CUT_OFF = 14 * 60;
const STORE = 4;

/** The orders of a day, in no order. */
export function ordersOn(world: World, day: Day): Order[] {
  const usual = usualOrders(world, day);
  const all = Math.round((usual * on(world, day).ordersBp) / 10_000);
  return Array.from({ length: all }, (_, place) => orderOf(world, day, place, place >= usual));
}

/** The first departure after an instant: on the same day until 14:00, else on the next working day. */
export function departureDayAfter(at: Instant): Day {
  const day = dayAt(at);
  return isWorkday(day) && minutesAt(at) < CUT_OFF ? day : workdaysLater(addDays(day, 1), 0);
}

/** The number of an order: its day, and its place among the orders of the day. */
export function orderId(day: Day, place: number): string {
  return `K-${day.replaceAll('-', '')}-${String(place).padStart(4, '0')}`;
}

/** Where the customer ordered, as a unit of the shop. */
export function channelOf({ luck }: Pick<Order, 'luck'>): string {
  return `channel/${luck.has('app', 4_000) ? 'app' : 'web'}`;
}

function orderOf(world: World, day: Day, place: number, isOverflow: boolean): Order {
  const id = orderId(day, place);
  const luck = new Luck(world.seed, id);
  const placedAt = clock(day, minuteOfOrder(luck.of('minute', 1_000_000))) + luck.of('second', 60) * 1_000;
  const { method, settlement } = luck.pick('method', METHODS);
  const carrier = luck.pick('carrier', CARRIER_LIST);
  const { fulfilment } = luck.pick('fulfilment', FULFILMENTS);
  const payment = paymentOf(luck, placedAt, method);
  const isPaid = settlement === 4 || payment.approvedAt !== undefined;
  const end = isPaid ? luck.pick('end', ENDS).end : 'not paid';
  const address = addressOf(luck, on(world, day).wrongAddressBp);
  return {
    ...{ world, luck, id, placedAt, method, settlement, fulfilment, carrier, isOverflow, payment, end, address },
    category: CATEGORIES[luck.of('category', CATEGORIES.length)] ?? 'toys',
    destination: `carrier/${carrier.name}/depot-${carrier.depots[luck.of('depot', carrier.depots.length)]}`,
    site: luck.has('south', 4_500) ? 'south' : 'north',
    items: luck.between('items', 1, 5),
    promise: promiseOf(luck, { placedAt, carrier, fulfilment, method, paddedDays: on(world, day).paddedDays }),
    releasedAt: BEFORE_RELEASE.has(end) ? undefined : releaseOf(luck, payment.approvedAt ?? placedAt, address),
  };
}

function addressOf(luck: Luck, wrongBp: number): Order['address'] {
  if (!luck.has('wrong address', wrongBp)) return 'right';
  return luck.has('address found', 6_500) ? 'found' : 'not found';
}

/** Soon after the payment; some wait for a check, and an address that a person corrects waits for the person. */
function releaseOf(luck: Luck, paidAt: Instant, address: Order['address']): Instant {
  if (address === 'found') return paidAt + luck.between('corrected after', 90, 700) * MINUTE;
  if (luck.has('release checked', 350)) return paidAt + luck.between('check', 40, 300) * MINUTE;
  return paidAt + luck.between('release', 3, 22) * MINUTE;
}

function promiseOf(
  luck: Luck,
  order: Pick<Order, 'placedAt' | 'carrier' | 'fulfilment' | 'method'> & { readonly paddedDays: number },
): Promised {
  const isPrepaid = order.method === 'prepay';
  const departs = departureDayAfter(order.placedAt + HOUR + (isPrepaid ? 48 * HOUR : 0));
  const soonest = workdaysLater(departs, order.carrier.transit + 1);
  const day = order.paddedDays === 0 ? soonest : workdaysLater(addDays(soonest, order.paddedDays), 0);
  const isStore = order.fulfilment === STORE;
  const hasWindow = !isStore && order.carrier.name === 'vans' && luck.has('window promised', 2_500);
  const honest = luck.has('odds', 700) ? 860_000 : 935_000;
  return {
    day,
    window: hasWindow ? { from: new Date(clock(day, 9 * 60)), to: new Date(clock(day, 20 * 60)) } : undefined,
    readyBy: isStore ? new Date(clock(day, 13 * 60)) : undefined,
    neededByDay: luck.has('needed by', 800) ? addDays(day, luck.has('needed sooner', 1_000) ? -1 : 0) : undefined,
    oddsPpm: order.paddedDays === 0 ? honest : 995_000,
  };
}
