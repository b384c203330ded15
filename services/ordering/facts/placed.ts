import { type Objection, objectionToDay, objectionToUnit, objectionToZone } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { MIXED } from '#libs/catalogue/ordering/order.js';
import { listedPayment, type Payment, SETTLEMENTS } from '#libs/catalogue/ordering/payment.js';
import { enumWords } from '#libs/domain/enum-words.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

interface PlacedValue {
  /** The first promised day where the customer is. */
  readonly promisedDay: Day;
  /** Of the customer. */
  readonly zone: Zone;
  readonly destinationUnit: Unit;
  /** Numbers of PAYMENT_METHODS. */
  readonly paymentMethods: readonly number[];
  /** With the names of the shop; `settlement` is a number of SETTLEMENTS. */
  readonly payments: readonly { readonly method: string; readonly settlement: number }[];
}

/** The ways to pay that have a number in the contract. */
export const PAYMENT_METHODS = enumWords('payment method', {
  credit_card: 1,
  debit_card: 2,
  voucher: 3,
  boleto: 4,
});

/** The customer ordered and was promised a day. The first report counts: a later promise never helps. */
export const placed = factKind({
  counts: 'first',
  check: ({ promisedDay, zone, destinationUnit, paymentMethods, payments }: PlacedValue, placedAt) =>
    objectionToZone(zone, 'placed.zone') ??
    objectionToDay(promisedDay, 'placed.promised_day') ??
    promiseBeforeOrder(promisedDay, dayOf(placedAt, zone)) ??
    objectionToUnit(destinationUnit, 'placed.destination_unit') ??
    unknownMethod(paymentMethods) ??
    wrongPayments(payments) ??
    paymentsTwice(paymentMethods, payments),
  read: (value, happenedAt: Instant) => {
    const { promisedDay, zone, destinationUnit } = value;
    return { name: 'placed' as const, happenedAt, promisedDay, zone, destinationUnit, payments: paymentsOf(value) };
  },
  describe: (value) => {
    const { promisedDay, destinationUnit, payments } = value;
    const told = ({ method, settlement }: Payment) =>
      payments.length === 0 ? method : `${method} (${settlement.toLowerCase().replaceAll('_', ' ')})`;
    const paid = paymentsOf(value).map(told).join(' and ');
    return `promised day ${promisedDay}, to ${destinationUnit}, paid by ${paid === '' ? 'unknown' : paid}`;
  },
  zone: ({ zone }) => zone,
});

/** The promise may be the day of the order, but not the day before it. */
function promiseBeforeOrder(promisedDay: Day, orderedDay: Day): Objection | undefined {
  if (promisedDay >= orderedDay) return undefined;
  const detail = `promised for ${promisedDay}, ordered on ${orderedDay} where the customer is`;
  return { reason: 'PROMISE_BEFORE_ORDER', field: 'placed.promised_day', detail };
}

function unknownMethod(methods: readonly number[]): Objection | undefined {
  if (methods.every((number) => PAYMENT_METHODS.find(number) !== undefined)) return undefined;
  const detail = 'a payment method is listed that this version does not know; list none when it is not known';
  return { reason: 'PAYMENT_METHOD_UNKNOWN', field: 'placed.payment_methods', detail };
}

/** One name of a unit path, so that the method can be a unit. */
const METHOD = /^[a-z0-9_-]{1,64}$/;

function wrongPayments(payments: PlacedValue['payments']): Objection | undefined {
  for (const [place, { method, settlement }] of payments.entries()) {
    const field = `placed.payments[${place}]`;
    if (!METHOD.test(method) || method === MIXED) {
      const detail = `a method has 1 to 64 characters of a-z, 0-9, "_" and "-" and is not "${MIXED}", the unit of several methods`;
      return { reason: 'PAYMENT_METHOD_INVALID', field: `${field}.method`, detail };
    }
    if (SETTLEMENTS.find(settlement) === undefined) {
      const detail = 'say when money moves: INSTANT, WHEN_CUSTOMER_ACTS, ON_DELIVERY or AFTER_DELIVERY';
      return { reason: 'SETTLEMENT_UNKNOWN', field: `${field}.settlement`, detail };
    }
  }
  return undefined;
}

function paymentsTwice(methods: readonly number[], payments: PlacedValue['payments']): Objection | undefined {
  if (methods.length === 0 || payments.length === 0) return undefined;
  const detail = 'the order says how it is paid in payments and in payment_methods; use one of them';
  return { reason: 'PAYMENTS_TWICE', field: 'placed.payments', detail };
}

function paymentsOf({ paymentMethods, payments }: PlacedValue): Payment[] {
  return [
    ...paymentMethods.map((number) => listedPayment(PAYMENT_METHODS.wordOf(number))),
    ...payments.map(({ method, settlement }) => ({ method, settlement: SETTLEMENTS.wordOf(settlement) })),
  ];
}
