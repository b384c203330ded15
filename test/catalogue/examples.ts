import { type Order as DeliveryOrder, orderOf } from '#libs/catalogue/delivery/order.js';
import type { Parcel as DeliveryParcel } from '#libs/catalogue/delivery/parcel.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import type { Metric } from '#libs/catalogue/metric.js';
import type { Order } from '#libs/catalogue/ordering/order.js';
import { listedPayment } from '#libs/catalogue/ordering/payment.js';
import type { Contact } from '#libs/catalogue/support/contact.js';
import type { Issue } from '#libs/catalogue/support/issue.js';
import type { CustomerAnswer } from '#libs/catalogue/survey/answer.js';
import type { HandledParcel } from '#libs/catalogue/warehouse/handled-parcel.js';
import type { Parcel as WarehouseParcel } from '#libs/catalogue/warehouse/parcel.js';
import { WHOLE } from '#libs/domain/part.js';
import { type Instant, instantOfWallTime } from '#libs/domain/time.js';

/** Cases for the tests of metrics. Each is a good case; a test changes what it is about. */

export const ZONE = 'America/Sao_Paulo';

/** "2018-03-01T10:00" as a clock in São Paulo shows it. */
export const at = (wallTime: string): Instant => instantOfWallTime(`${wallTime}:00`, ZONE);

export const SECOND = 1_000;
export const MINUTE = 60_000;

/** Placed on 1 March for 11 March, paid at once, released, and delivered on 9 March. */
export function order({
  placed = {},
  ...changes
}: { placed?: Partial<Order['placed']> } & Partial<Omit<Order, 'placed'>> = {}): Order {
  return {
    placed: {
      name: 'placed',
      happenedAt: at('2018-03-01T10:00'),
      promisedDay: '2018-03-11',
      zone: ZONE,
      destinationUnit: 'area/sp',
      payments: [listedPayment('credit_card')],
      ...placed,
    },
    orderedDay: '2018-03-01',
    approvedAt: at('2018-03-01T10:05'),
    steps: [
      {
        ...{ name: 'released', happenedAt: at('2018-03-01T11:00') },
        ...{ dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' },
      },
    ],
    attempts: [],
    items: undefined,
    substitutesAccepted: 0,
    correctedAt: undefined,
    plan: undefined,
    defects: [],
    vouchers: [],
    canceledAt: undefined,
    cancellations: [],
    unavailableAt: undefined,
    deliveredAt: at('2018-03-09T15:00'),
    arrivedAt: 'deliveredAt' in changes ? changes.deliveredAt : at('2018-03-09T15:00'),
    ...changes,
  };
}

/** The same order in the warehouse: to be handed over by noon of 5 March, and handed over on the 4th. */
export function warehouseParcel(changes: Partial<WarehouseParcel> = {}): WarehouseParcel {
  return {
    part: WHOLE,
    zone: ZONE,
    orderedAt: at('2018-03-01T10:00'),
    promisedDay: '2018-03-11',
    approvedAt: at('2018-03-01T10:05'),
    released: { dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' },
    isCalledOff: false,
    replacedAt: undefined,
    handedOverAt: at('2018-03-04T16:00'),
    ...changes,
  };
}

/** The same parcel with what the warehouse did to it: three lines picked right, packed, planned, loaded, told and scanned in time. */
export function handledParcel(changes: Partial<HandledParcel> = {}): HandledParcel {
  return {
    ...warehouseParcel(),
    releasedAt: at('2018-03-01T11:00'),
    picked: { at: at('2018-03-01T15:00'), unit: undefined, linesOrdered: 3, linesRight: 3, linesShort: 0 },
    packed: { at: at('2018-03-01T16:00'), unit: undefined, isWishHonoured: true },
    departsAt: at('2018-03-04T16:00'),
    departureCanceledAt: undefined,
    loadedAt: at('2018-03-04T15:30'),
    trackingIssuedAt: at('2018-03-01T16:00'),
    trackingToldAt: at('2018-03-04T17:00'),
    firstScannedAt: at('2018-03-04T20:00'),
    damagedAt: undefined,
    itemFaultAt: undefined,
    overageAt: undefined,
    packagingComplainedAt: undefined,
    wishIgnoredAt: undefined,
    ...changes,
  };
}

/** The same parcel with the carrier. */
export function deliveryParcel(changes: Partial<DeliveryParcel> = {}): DeliveryParcel {
  return {
    part: WHOLE,
    promisedDay: '2018-03-11',
    zone: ZONE,
    unit: 'area/sp',
    broughtBy: 'carrier/acme',
    isCanceled: false,
    isReplaced: false,
    isReleased: true,
    limit: at('2018-03-05T12:00'),
    handedOverAt: at('2018-03-04T16:00'),
    deliveredAt: at('2018-03-09T15:00'),
    deliveredDay: '2018-03-09',
    readyAt: undefined,
    receivedAt: 'deliveredAt' in changes ? changes.deliveredAt : at('2018-03-09T15:00'),
    reports: [],
    ...changes,
  };
}

/** An order that consists of this parcel. */
export function deliveryOrder(changes: Partial<DeliveryParcel> = {}): DeliveryOrder {
  const whole = orderOf([deliveryParcel(changes)]);
  if (whole === undefined) throw new Error('an order of a parcel is an order');
  return whole;
}

/** Received at ten, answered at half past ten, not followed by another contact; nothing was promised, and it is not known to be resolved. */
export function contact({
  issue = {},
  ...changes
}: { issue?: Partial<Issue> } & Partial<Omit<Contact, 'issue'>> = {}): Contact {
  return {
    part: '',
    isFirstOfIssue: true,
    receivedAt: at('2018-03-01T10:00'),
    unit: 'team/one',
    zone: ZONE,
    channel: undefined,
    priority: undefined,
    language: undefined,
    answeredAt: at('2018-03-01T10:30'),
    contactedAgainAt: undefined,
    goodwillDay: undefined,
    goodwillPaidAt: undefined,
    pauses: [],
    moves: [],
    queuedAt: undefined,
    abandonedAt: undefined,
    handOffs: [],
    conversations: [],
    complaint: undefined,
    complaintUpheldAt: undefined,
    orderStatus: undefined,
    missingItemAt: undefined,
    missingItemSettled: undefined,
    refundDueAt: undefined,
    refundPaidAt: undefined,
    commitments: [],
    audit: undefined,
    ratings: [],
    ...changes,
    issue: { resolvedAt: [], askedAt: [changes.receivedAt ?? at('2018-03-01T10:00')], conversations: [], ...issue },
  };
}

/** Five of five points. */
export function customerAnswer(changes: Partial<CustomerAnswer> = {}): CustomerAnswer {
  return { answeredAt: at('2018-03-12T09:00'), score: 5, promisedDay: '2018-03-11', ...changes };
}

/** What a metric says of a case in one word: hit, miss, the reason for which another party answers, or "not evaluated". */
export function verdictOf<Case>(metric: Metric<Case>, of: Case): string {
  const [evaluation] = evaluate([metric], of);
  if (evaluation === undefined) return 'not evaluated';
  const { hits, reason } = evaluation.result;
  return [hits === 1 ? 'hit' : 'miss', ...(reason === '' ? [] : [reason])].join(' ');
}

/** Where and when a metric counts a case. */
export function whereOf<Case>(metric: Metric<Case>, of: Case) {
  const [evaluation] = evaluate([metric], of);
  if (evaluation === undefined) throw new Error('the case is outside the population');
  const { unit, day, dueAt } = evaluation;
  return { unit, day, dueAt };
}
