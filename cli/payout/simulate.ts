import { type Fraction, times } from '#libs/domain/fraction.js';
import { type Period, previousPeriod } from '#libs/domain/period.js';
import { addDays } from '#libs/domain/time.js';
import { type Allocation, allocate } from '#libs/payout/allocate/allocate.js';
import { type DepartmentFactor, departmentFactor, mostFactor } from '#libs/payout/factor/department-factor.js';
import type { DepartmentInput } from '#libs/payout/factor/gates.js';
import type { PayPlan, Pool } from '#libs/payout/plan.js';
import { FULL_TIME_BP, type Payee } from '#libs/payout/roster/roster.js';

type Figures = Omit<DepartmentInput, 'baselineE4' | 'lastFactor'>;

/** The figures of the departments by the name of the period. */
export type FiguresByPeriod = ReadonlyMap<string, readonly Figures[]>;

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

/** The factors of all departments that a period has figures of. */
export function factorsIn(plan: PayPlan, period: Period, figures: FiguresByPeriod): readonly DepartmentFactor[] {
  return inputsIn(plan, period, figures).map((one) => departmentFactor(plan, one, termsOf(period)));
}

/** What is known of all departments of a period, with what their factors look back to. */
export function inputsIn(plan: PayPlan, period: Period, figures: FiguresByPeriod): readonly DepartmentInput[] {
  const before = previousPeriod(period);
  const yearBefore = figures.get(sameAYearBefore(period.name)) ?? [];
  return (figures.get(period.name) ?? []).map((one) => {
    const last = (figures.get(before.name) ?? []).find(({ department }) => department === one.department);
    const lastFactor = last && departmentFactor(plan, withoutPast(last), termsOf(before)).factor;
    const baselineE4 = yearBefore.find(({ department }) => department === one.department)?.indexE4;
    return { ...one, lastFactor, baselineE4 };
  });
}

function termsOf({ lastDay }: Period) {
  return { companyE4: undefined, lastDay };
}

function withoutPast(figures: Figures): DepartmentInput {
  return { ...figures, lastFactor: undefined, baselineE4: undefined };
}

/** 2018-07 of 2019-07, and 2018-Q3 of 2019-Q3. */
export function sameAYearBefore(name: string): string {
  return `${Number(name.slice(0, 4)) - 1}${name.slice(4)}`;
}

function payeesOf(pool: Pool, targets: Readonly<Record<string, number>>, { firstDay, lastDay }: Period): Payee[] {
  return Object.entries(targets).map(([department, target]) => ({
    ref: department,
    currency: pool.currency,
    targetMinor: BigInt(target),
    spans: [{ department, start: firstDay, end: addDays(lastDay, 1), shareBp: FULL_TIME_BP }],
  }));
}
