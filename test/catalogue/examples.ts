import { type Order as DeliveryOrder, orderOf } from '#libs/catalogue/delivery/order.js';
import type { Parcel as DeliveryParcel } from '#libs/catalogue/delivery/parcel.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import type { Metric } from '#libs/catalogue/metric.js';
import type { Order } from '#libs/catalogue/ordering/order.js';
import { listedPayment } from '#libs/catalogue/ordering/payment.js';
import type { Contact } from '#libs/catalogue/support/contact.js';
import type { CustomerAnswer } from '#libs/catalogue/survey/answer.js';
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
    canceledAt: undefined,
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

/** The same parcel with the carrier. */
export function deliveryParcel(changes: Partial<DeliveryParcel> = {}): DeliveryParcel {
  return {
    part: WHOLE,
    promisedDay: '2018-03-11',
    zone: ZONE,
    unit: 'area/sp',
    isCanceled: false,
    isReplaced: false,
    isReleased: true,
    limit: at('2018-03-05T12:00'),
    handedOverAt: at('2018-03-04T16:00'),
    deliveredAt: at('2018-03-09T15:00'),
    deliveredDay: '2018-03-09',
    readyAt: undefined,
    receivedAt: 'deliveredAt' in changes ? changes.deliveredAt : at('2018-03-09T15:00'),
    ...changes,
  };
}

/** An order that consists of this parcel. */
export function deliveryOrder(changes: Partial<DeliveryParcel> = {}): DeliveryOrder {
  const whole = orderOf([deliveryParcel(changes)]);
  if (whole === undefined) throw new Error('an order of a parcel is an order');
  return whole;
}

/** Received at ten, answered at half past ten, not followed by another contact, without goodwill. */
export function contact(changes: Partial<Contact> = {}): Contact {
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
    ...changes,
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
