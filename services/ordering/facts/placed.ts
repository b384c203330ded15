import { objectionToNumber, objectionToUnit, objectionToZone } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { describePromise } from '#libs/domain/describe-promise.js';
import type { Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { describePayments, objectionToPayments, type PaymentsValue, paymentsOf } from './payments.js';
import { objectionToPromise, type PromiseValue, promiseOf } from './promise.js';

interface PlacedValue extends PromiseValue, PaymentsValue {
  readonly destinationUnit: Unit;
  /** 0: not reported. */
  readonly items: number;
}

const ITEMS = { from: 0, to: 1_000_000 };

/** The customer ordered and was promised a time. The first report counts: a later promise never helps. */
export const placed = factKind({
  counts: 'first',
  check: (value: PlacedValue, placedAt) =>
    objectionToZone(value.zone, 'placed.zone') ??
    objectionToPromise(value, placedAt) ??
    objectionToUnit(value.destinationUnit, 'placed.destination_unit') ??
    objectionToPayments(value) ??
    objectionToNumber(value.items, ITEMS, 'placed.items'),
  read: (value, happenedAt: Instant) => ({
    ...{ name: 'placed' as const, happenedAt, destinationUnit: value.destinationUnit },
    ...promiseOf(value),
    payments: paymentsOf(value),
  }),
  describe: (value) =>
    `${describePromise(promiseOf(value))}, to ${value.destinationUnit}, paid by ${describePayments(value)}`,
  zone: ({ zone }) => zone,
});
