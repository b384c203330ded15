import type { Instant, Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import type { CausingDepartment } from './voucher.js';

/** A fact about the span of a customer. */
export type KnownOfSpan = SpanBegun | FailureMet;

interface SpanBegun {
  readonly about: 'customer_span';
  readonly name: 'customer_span_begun';
  readonly happenedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
}

interface FailureMet {
  readonly about: 'customer_span';
  readonly name: 'failure_met';
  readonly happenedAt: Instant;
  readonly causedBy: CausingDepartment;
}

/** An active customer from an order on that no other span holds, and the failures that the customer met, in order of time. */
export interface CustomerSpan {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly begunAt: Instant;
  readonly failures: readonly { readonly at: Instant; readonly causedBy: CausingDepartment }[];
}

/** Whether a fact is about the span of a customer. */
export function isOfSpan(fact: { readonly name: string }): fact is KnownOfSpan {
  return fact.name === 'customer_span_begun' || fact.name === 'failure_met';
}

/**
 * Makes the span from its facts. The first report of its beginning counts, and every failure.
 *
 * @param known  of one span, in order of time
 * @returns      undefined while only failures are known
 */
export function customerSpanFrom(known: readonly KnownOfSpan[]): CustomerSpan | undefined {
  const begun = known.find((fact) => fact.name === 'customer_span_begun');
  if (begun === undefined) return undefined;
  const failures = known.flatMap((fact) =>
    fact.name === 'failure_met' ? [{ at: fact.happenedAt, causedBy: fact.causedBy }] : [],
  );
  return { unit: begun.unit, zone: begun.zone, begunAt: begun.happenedAt, failures };
}

/** Failures that cannot have been met in the span. The facts are accepted, judged as they are, and flagged. */
export function spanSuspicionsOf({ begunAt, failures }: CustomerSpan): string[] {
  return failures.some(({ at }) => at < begunAt) ? ['FAILURE_BEFORE_SPAN'] : [];
}
