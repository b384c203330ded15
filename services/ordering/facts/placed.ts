import { type Objection, objectionToDay, objectionToUnit, objectionToZone } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
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
}

/** Ways to pay, by their numbers in the contract. */
export const PAYMENT_METHODS = enumWords('payment method', {
  credit_card: 1,
  debit_card: 2,
  voucher: 3,
  boleto: 4,
});

/** The customer ordered and was promised a day. The first report counts: a later promise never helps. */
export const placed = factKind({
  counts: 'first',
  check: ({ promisedDay, zone, destinationUnit, paymentMethods }: PlacedValue, placedAt) =>
    objectionToZone(zone, 'placed.zone') ??
    objectionToDay(promisedDay, 'placed.promised_day') ??
    promiseBeforeOrder(promisedDay, dayOf(placedAt, zone)) ??
    objectionToUnit(destinationUnit, 'placed.destination_unit') ??
    unknownMethod(paymentMethods),
  read: ({ promisedDay, zone, destinationUnit, paymentMethods }, happenedAt: Instant) => ({
    ...{ name: 'placed' as const, happenedAt, promisedDay, zone, destinationUnit },
    paymentMethods: paymentMethods.map((number) => PAYMENT_METHODS.wordOf(number)),
  }),
  describe: ({ promisedDay, destinationUnit, paymentMethods }) => {
    const paid = paymentMethods.map((number) => PAYMENT_METHODS.wordOf(number)).join(' and ');
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
