import { addDays, type Instant } from '#libs/domain/time.js';
import { type Happening, shopSubject } from '../happening.js';
import { Luck } from '../luck.js';
import { ZONE } from '../retailer.js';
import { clock, dayAt, HOUR, usualOrders } from '../world.js';
import { channelOf, type Order, orderId } from './order.js';

/** By the numbers of the contract of ordering. */
const [BY_ORDERING, BY_WAREHOUSE, BY_DELIVERY] = [1, 2, 3];

interface Failure {
  /** Unlike those of the other failures of the order. */
  readonly name: string;
  readonly at: Instant;
  readonly causedBy: number;
}

/**
 * What the shop knows of the customer: the order begins a span, or belongs to the span of an order of the weeks before, and its failures count there.
 *
 * @param lateBy  whose link was late, by its number in the contract; 0 for an order in time
 */
export function customerFacts(order: Order, lateBy: number, happenings: readonly Happening[]): Happening[] {
  const first = firstOrderOf(order);
  const span = `span-${first}`;
  const value = { unit: channelOf(order), zone: ZONE };
  const begun =
    first === order.id
      ? [shopSubject({ id: span, name: 'begun', at: order.placedAt }, { $case: 'customerSpanBegun', value })]
      : [];
  const failures = [...lateness(order, lateBy), ...happenings.flatMap(failureIn)];
  return [
    ...begun,
    ...failures.map(({ name, at, causedBy }) =>
      shopSubject({ id: span, name: `${order.id}-${name}`, at }, { $case: 'failureMet', value: { causedBy } }),
    ),
  ];
}

/** Six of ten orders are of customers whom no span holds. */
const isFirst = (luck: Luck) => luck.has('new customer', 6_000);

/** The order with which the span began: this one, or one of the forty days before. */
function firstOrderOf({ world, luck, id, placedAt }: Order): string {
  const day = addDays(dayAt(placedAt), -luck.between('days since the last order', 1, 40));
  if (isFirst(luck) || day < world.firstDay) return id;
  const orders = usualOrders(world, day);
  for (let tried = 0; tried < orders; tried++) {
    const one = orderId(day, (luck.of('which order', orders) + tried) % orders);
    if (isFirst(new Luck(world.seed, one))) return one;
  }
  return id;
}

function lateness({ promise }: Order, causedBy: number): Failure[] {
  return causedBy === 0 ? [] : [{ name: 'late', at: clock(addDays(promise.day, 1), 0), causedBy }];
}

/** What happened to the order that a customer holds to be our failure, beside that it was late. */
function failureIn({ fact, at, to }: Happening): Failure[] {
  const name = fact.factId.replaceAll('/', '-');
  const { what } = fact;
  const failure = (causedBy: number) => [{ name, at: at + HOUR, causedBy }];
  if (what?.$case === 'damageFound') return failure(to === 'delivery' ? BY_DELIVERY : BY_WAREHOUSE);
  if (what?.$case === 'itemFaultConfirmed') return failure(BY_WAREHOUSE);
  if (what?.$case === 'lost') return failure(BY_DELIVERY);
  if (what?.$case === 'unavailable') return failure(BY_ORDERING);
  return what?.$case === 'canceled' && what.value.by !== CUSTOMER ? failure(BY_ORDERING) : [];
}

const CUSTOMER = 1;
