import { type Fraction, times } from '#libs/domain/fraction.js';
import type { Period } from '#libs/domain/period.js';
import { addDays } from '#libs/domain/time.js';
import { type Allocation, allocate } from '#libs/payout/allocate/allocate.js';
import { type DepartmentFactor, mostFactor } from '#libs/payout/factor/department-factor.js';
import { type FiguresByPeriod, factorsIn } from '#libs/payout/factor/period-factors.js';
import type { PayPlan, Pool } from '#libs/payout/plan.js';
import { FULL_TIME_BP, type Payee } from '#libs/payout/roster/roster.js';

/** What a plan would have paid for one period. */
export interface SimulatedPeriod {
  readonly period: Period;
  readonly factors: readonly DepartmentFactor[];
  readonly pools: readonly SimulatedPool[];
}

export interface SimulatedPool {
  readonly pool: Pool;
  /** One payee for each department that has a target amount. */
  readonly allocation: Allocation;
}

/** Target amounts of departments by the name of the pool, in minor units. */
export type Targets = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * What a plan would have paid for periods, in their order: each department is one payee with its target amount, so that shares and
 * rounding are those of the whole pool. The last factor is that of the period before by the same plan, and the baseline is a year older.
 */
export function simulate(
  plan: PayPlan,
  targets: Targets,
  { periods, figures }: { readonly periods: readonly Period[]; readonly figures: FiguresByPeriod },
): readonly SimulatedPeriod[] {
  return periods.map((period) => {
    const factors = factorsIn(plan, period, figures);
    const byName = new Map(factors.map((one) => [one.department, one]));
    const pools = plan.pools.map((pool): SimulatedPool => {
      const roster = payeesOf(pool, targets[pool.name] ?? {}, period).filter(({ ref }) => byName.has(ref));
      const proration = { period, factors: byName, minimumEligibleDays: 0 };
      return { pool, allocation: allocate(roster, { periodName: period.name, plan, pool, proration }) };
    });
    return { period, factors, pools };
  });
}

/** What a pool would cost if every department got the most that the plan pays. */
export function worstCase(plan: PayPlan, targets: Readonly<Record<string, number>>, lastDay: string): Fraction {
  const all = Object.values(targets).reduce((sum, target) => sum + BigInt(target), 0n);
  return times(mostFactor(plan, lastDay), all);
}

function payeesOf(pool: Pool, targets: Readonly<Record<string, number>>, { firstDay, lastDay }: Period): Payee[] {
  return Object.entries(targets).map(([department, target]) => ({
    ref: department,
    currency: pool.currency,
    targetMinor: BigInt(target),
    spans: [{ department, start: firstDay, end: addDays(lastDay, 1), shareBp: FULL_TIME_BP }],
  }));
}
