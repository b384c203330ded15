import { type Objection, objectionToDay, objectionToUnit, objectionToZone } from '#libs/cases/facts/fact-checks.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** What the shop says when an order is placed. */
export interface PlacedFields {
  readonly promisedDay: Day;
  readonly zone: Zone;
  readonly destinationUnit: Unit;
  /** Undefined for a method this version does not know. */
  readonly paymentMethods: readonly (string | undefined)[];
}

/** What is wrong with it, if anything. The promise may be the day of the order, not the day before. */
export function objectionToPlaced(fields: PlacedFields, placedAt: Instant): Objection | undefined {
  const { promisedDay, zone, destinationUnit, paymentMethods } = fields;
  return (
    objectionToZone(zone, 'placed.zone') ??
    objectionToDay(promisedDay, 'placed.promised_day') ??
    promiseBeforeOrder(promisedDay, dayOf(placedAt, zone)) ??
    objectionToUnit(destinationUnit, 'placed.destination_unit') ??
    unknownMethod(paymentMethods)
  );
}

function promiseBeforeOrder(promisedDay: Day, orderedDay: Day): Objection | undefined {
  if (promisedDay >= orderedDay) return undefined;
  const detail = `promised for ${promisedDay}, ordered on ${orderedDay} where the customer is`;
  return { reason: 'PROMISE_BEFORE_ORDER', field: 'placed.promised_day', detail };
}

function unknownMethod(methods: readonly (string | undefined)[]): Objection | undefined {
  if (!methods.includes(undefined)) return undefined;
  const detail = 'a payment method is listed that this version does not know; list none when it is not known';
  return { reason: 'PAYMENT_METHOD_UNKNOWN', field: 'placed.payment_methods', detail };
}
