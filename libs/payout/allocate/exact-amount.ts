import { type Fraction, fraction, plus, times, ZERO } from '#libs/domain/fraction.js';
import type { Period } from '#libs/domain/period.js';
import { daysBetween } from '#libs/domain/time.js';
import type { DepartmentFactor } from '../factor/department-factor.js';
import { eligibleDays, FULL_TIME_BP, type Payee, type Span, spanDays } from '../roster/roster.js';

/** What one span adds to the amount of a payee. */
export interface SpanStep extends Span {
  readonly days: number;
  readonly factor: Fraction;
  /** The department is on hold: the amount is the most it can become, and is reserved instead of paid. */
  readonly onHold: boolean;
}

/** What a payee gets before the pool is asked, exact. */
export interface ExactAmount {
  readonly payee: Payee;
  readonly steps: readonly SpanStep[];
  readonly eligibleDays: number;
  /** Fewer days than the plan demands: the amount is 0. */
  readonly belowMinimumDays: boolean;
  readonly paid: Fraction;
  /** For departments on hold. */
  readonly reserved: Fraction;
}

/** How a payee is prorated. */
export interface Proration {
  readonly period: Pick<Period, 'firstDay' | 'lastDay'>;
  readonly factors: ReadonlyMap<string, DepartmentFactor>;
  readonly minimumEligibleDays: number;
}

/**
 * Target amount times the sum over the spans of days, share of full time and factor, over the days of the period. The exposure is
 * prorated, never the index.
 *
 * @throws {RangeError} for a department without a factor: rosters are checked first, so it is a bug
 */
export function exactAmount(payee: Payee, { period, factors, minimumEligibleDays }: Proration): ExactAmount {
  const steps = payee.spans.map((span): SpanStep => {
    const found = factors.get(span.department);
    if (found === undefined) throw new RangeError(`${span.department} has no factor`);
    return { ...span, days: spanDays(span), factor: found.factor, onHold: found.onHold };
  });
  const whole = BigInt(daysBetween(period.firstDay, period.lastDay) + 1) * FULL_TIME_BP;
  const worth = (of: readonly SpanStep[]) =>
    of
      .map(({ days, shareBp, factor }) => times(factor, fraction(payee.targetMinor * BigInt(days) * shareBp, whole)))
      .reduce(plus, ZERO);
  const days = eligibleDays(payee.spans);
  const belowMinimumDays = days < minimumEligibleDays;
  return {
    payee,
    steps,
    eligibleDays: days,
    belowMinimumDays,
    paid: belowMinimumDays ? ZERO : worth(steps.filter(({ onHold }) => !onHold)),
    reserved: belowMinimumDays ? ZERO : worth(steps.filter(({ onHold }) => onHold)),
  };
}
