import type { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { type OrderFact, OrderPlaced, PaymentMethod } from '#libs/contracts/cx/ordering/v1/ordering.js';
import type { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import type { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import { instantIn } from '#libs/maps/cells/timestamp.js';
import { factIdOf } from '#libs/maps/facts/fact-id.js';
import type { ItemRow, OlistFiles, OrderRow, PaymentRow, ReviewRow } from './olist-rows.js';

/** Turns the rows of a marketplace's files into the facts that its systems would have reported. Pure. */

/** Where the orders of data/olist happened. The demo and the tests name it; it is never assumed for files of a user. */
export const ZONE = 'America/Sao_Paulo';

/** One fact, for the service whose name it carries, with the instant it is sent in order of. */
export type TimedFact =
  | { readonly to: 'ordering'; readonly at: Instant; readonly fact: OrderFact }
  | { readonly to: 'warehouse'; readonly at: Instant; readonly fact: ParcelFact }
  | { readonly to: 'delivery'; readonly at: Instant; readonly fact: DeliveryFact }
  | { readonly to: 'survey'; readonly at: Instant; readonly fact: SurveyFact };

/** All facts of a folder in order of time; of one instant in the order of the journey. */
export function factsOf(files: OlistFiles): TimedFact[] {
  const lookup = lookups(files);
  const facts = [
    ...files.orders.flatMap((order) => orderFacts(order, lookup)),
    ...files.reviews.map((review) => reviewFact(review, files.zone)),
  ];
  return facts.sort((a, b) => a.at - b.at || JOURNEY[a.to] - JOURNEY[b.to]);
}

const JOURNEY = { ordering: 0, warehouse: 1, delivery: 2, survey: 3 } as const;

interface Lookup {
  readonly items: ReadonlyMap<string, readonly ItemRow[]>;
  readonly payments: ReadonlyMap<string, readonly PaymentRow[]>;
  readonly customerState: ReadonlyMap<string, string>;
  readonly sellerState: ReadonlyMap<string, string>;
  readonly zone: Zone;
}

function lookups({ items, payments, customers, sellers, zone }: OlistFiles): Lookup {
  return {
    items: groupBy(items, (row) => row.order_id),
    payments: groupBy(payments, (row) => row.order_id),
    customerState: new Map(customers.map((row) => [row.customer_id, row.customer_state.toLowerCase()])),
    sellerState: new Map(sellers.map((row) => [row.seller_id, row.seller_state.toLowerCase()])),
    zone,
  };
}

function orderFacts(order: OrderRow, lookup: Lookup): TimedFact[] {
  const { zone } = lookup;
  const placedAt = instantIn(order.order_purchase_timestamp, zone);
  const approvedAt = order.order_approved_at === '' ? undefined : instantIn(order.order_approved_at, zone);
  const facts: TimedFact[] = [ordering(order, 'placed', placedAt, { $case: 'placed', value: placed(order, lookup) })];
  if (approvedAt !== undefined) {
    facts.push(ordering(order, 'approved', approvedAt, { $case: 'paymentApproved', value: {} }));
  }
  const ended = ENDED[order.order_status];
  if (ended !== undefined) {
    // The files record neither cause nor time, so the fact has the time of the order and says that its own is unknown.
    facts.push(ordering(order, order.order_status, placedAt, { $case: ended, value: { timeUnknown: true } }));
  } else if (order.order_status !== 'created') {
    facts.push(
      ordering(order, 'released', approvedAt ?? placedAt, { $case: 'released', value: release(order, lookup) }),
    );
  }
  return [...facts, ...stepFacts(order, zone)];
}

const ENDED: Readonly<Record<string, 'canceled' | 'unavailable' | undefined>> = {
  canceled: 'canceled',
  unavailable: 'unavailable',
};

function stepFacts(order: OrderRow, zone: Zone): TimedFact[] {
  const facts: TimedFact[] = [];
  const orderId = order.order_id;
  if (order.order_delivered_carrier_date !== '') {
    const at = instantIn(order.order_delivered_carrier_date, zone);
    const what = { $case: 'handedOver' as const, value: {} };
    facts.push({
      to: 'warehouse',
      at,
      fact: { factId: factIdOf(orderId, 'handed-over'), orderId, parcelId: '', happenedAt: new Date(at), what },
    });
  }
  if (order.order_delivered_customer_date !== '') {
    const at = instantIn(order.order_delivered_customer_date, zone);
    const what = { $case: 'delivered' as const, value: {} };
    facts.push({
      to: 'delivery',
      at,
      fact: { factId: factIdOf(orderId, 'delivered'), orderId, parcelId: '', happenedAt: new Date(at), what },
    });
  }
  return facts;
}

function ordering(order: OrderRow, name: string, at: Instant, what: NonNullable<OrderFact['what']>): TimedFact {
  const orderId = order.order_id;
  const fact = { factId: factIdOf(orderId, name), orderId, parcelId: '', happenedAt: new Date(at), what };
  return { to: 'ordering', at, fact };
}

function placed(order: OrderRow, { items, payments, customerState, zone }: Lookup) {
  const paid = (payments.get(order.order_id) ?? []).flatMap((row) => PAYMENT_METHODS[row.payment_type] ?? []);
  return OrderPlaced.fromPartial({
    promisedDay: order.order_estimated_delivery_date.slice(0, 10),
    zone,
    destinationUnit: `area/${customerState.get(order.customer_id) ?? 'unknown'}`,
    paymentMethods: [...new Set(paid)],
    items: items.get(order.order_id)?.length ?? 0,
  });
}

const PAYMENT_METHODS: Readonly<Record<string, PaymentMethod | undefined>> = {
  credit_card: PaymentMethod.PAYMENT_METHOD_CREDIT_CARD,
  debit_card: PaymentMethod.PAYMENT_METHOD_DEBIT_CARD,
  voucher: PaymentMethod.PAYMENT_METHOD_VOUCHER,
  boleto: PaymentMethod.PAYMENT_METHOD_BOLETO,
};

/** The latest limit of its items binds; several sellers hand over as one parcel, so the one that was late is not known. */
function release(order: OrderRow, { items, sellerState, zone }: Lookup) {
  const rows = items.get(order.order_id) ?? [];
  const limits = rows.map((row) => row.shipping_limit_date).filter((limit) => limit !== '');
  const latest = Math.max(
    ...(limits.length === 0 ? [order.order_purchase_timestamp] : limits).map((limit) => instantIn(limit, zone)),
  );
  const [seller, another] = new Set(rows.map((row) => row.seller_id));
  const isOne = seller !== undefined && another === undefined;
  const unit = isOne
    ? `origin/${sellerState.get(seller) ?? 'unknown'}/seller/${seller.slice(0, 8)}`
    : 'origin/unattributed';
  return { handOverDueAt: new Date(latest), originUnit: unit, carrier: '', serviceLevel: '' };
}

function reviewFact(review: ReviewRow, zone: Zone): TimedFact {
  const at = instantIn(review.review_answer_timestamp, zone);
  const orderId = review.order_id;
  const factId = factIdOf(review.review_id, orderId);
  const value = { score: Number(review.review_score) };
  return { to: 'survey', at, fact: { factId, orderId, happenedAt: new Date(at), what: { $case: 'answered', value } } };
}
