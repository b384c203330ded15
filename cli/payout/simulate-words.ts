import { amountText } from '#libs/domain/currency.js';
import { type Fraction, fractionText, reduced } from '#libs/domain/fraction.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { DepartmentFactor } from '#libs/payout/factor/department-factor.js';
import type { PayPlan, Pool } from '#libs/payout/plan.js';
import { grouped, points, table } from '../format.js';
import { type SimulatedPeriod, type Targets, worstCase } from './simulate.js';

/** What stands behind a factor that the curve alone did not decide. */
const MARKS: Readonly<Record<string, string>> = {
  ZERO: 'a gate makes it 0',
  CAP_AT_TARGET: 'a gate caps it at the target',
  NOT_SCORED_PAY_TARGET: 'not scored, the target is paid',
  NOT_SCORED_PAY_LAST: 'not scored, the last factor is paid',
  HOLD: 'on hold, the most is reserved and nothing is paid',
};

/** What a plan would have paid, for people: a table for each pool, its sums, and what the marks mean. */
export function simulationLines(plan: PayPlan, targets: Targets, periods: readonly SimulatedPeriod[]): string[] {
  const marks = marksOf(periods.flatMap(({ factors }) => factors));
  return [
    ...plan.pools.flatMap((pool) => poolLines(plan, targets, pool, { periods, marks })),
    '',
    'index / factor by department. Nothing was stored, and nothing of this may be paid: SIMULATION.',
    ...[...marks].map(([outcome, mark]) => `${mark} ${MARKS[outcome] ?? outcome}`),
  ];
}

interface Shown {
  readonly periods: readonly SimulatedPeriod[];
  readonly marks: ReadonlyMap<string, string>;
}

function poolLines(plan: PayPlan, targets: Targets, pool: Pool, { periods, marks }: Shown): string[] {
  const own = targets[pool.name] ?? {};
  const departments = Object.keys(own);
  if (departments.length === 0) return ['', `${pool.name}: the plan states no targets_minor, so there are no amounts.`];
  const money = (minor: bigint) => grouping(amountText(minor, pool.currency));
  const allocations = periods.flatMap(({ period, factors, pools }) => {
    const found = pools.find((one) => one.pool.name === pool.name);
    return found === undefined ? [] : [{ period, factors, allocation: found.allocation }];
  });
  const rows = allocations.map(({ period, factors, allocation }) => [
    period.name,
    ...departments.flatMap((department) => {
      const factor = factors.find((one) => one.department === department);
      const paid = allocation.payees.find(({ payee }) => payee.ref === department)?.amountMinor;
      return [factorText(factor, marks), paid === undefined ? '-' : money(paid)];
    }),
    percentText(allocation.scale),
    money(allocation.paidMinor),
  ]);
  const sums = departments.map((department) =>
    allocations.reduce(
      (sum, { allocation }) =>
        sum + (allocation.payees.find(({ payee }) => payee.ref === department)?.amountMinor ?? 0n),
      0n,
    ),
  );
  const all = sums.reduce((sum, one) => sum + one, 0n);
  const head = ['period', ...departments.flatMap((department) => [department, 'paid']), 'scale', 'all'];
  const foot = ['all', ...sums.flatMap((sum) => ['', money(sum)]), '', money(all)];
  const most = worstCase(plan, own, periods.at(-1)?.period.lastDay ?? '');
  const limit = pool.amountMinor === undefined ? 'no limit' : `${money(pool.amountMinor)} ${pool.currency}`;
  return [
    '',
    `${pool.name}, ${pool.entity}: ${limit} a period; ${pool.underSpend.toLowerCase()} what is left`,
    ...table([head, ...rows, foot], ['left', ...head.slice(1).map(() => 'right' as const)]),
    `  on target ${money(Object.values(own).reduce((sum, one) => sum + BigInt(one), 0n))} a period; at most ${money(divideHalfUp(most.numerator, most.denominator))}, before the pool scales`,
  ];
}

/** "87.4 / 112.2 %", with the mark of what decided it. */
function factorText(factor: DepartmentFactor | undefined, marks: ReadonlyMap<string, string>): string {
  if (factor === undefined) return '-';
  const mark = factor.outcome === undefined ? '' : ` ${marks.get(factor.outcome) ?? ''}`;
  return `${points(factor.indexE4)} / ${percentText(factor.factor)}${mark}`;
}

/** Each outcome that occurs has a sign of its own. */
function marksOf(factors: readonly DepartmentFactor[]): ReadonlyMap<string, string> {
  const outcomes = [...new Set(factors.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome])))].sort();
  return new Map(outcomes.map((outcome, place) => [outcome, `(${place + 1})`]));
}

/** "112.2 %": for reading; amounts are computed from the fraction. */
export function percentText({ numerator, denominator }: Fraction): string {
  const tenths = divideHalfUp(numerator * 1_000n, denominator);
  return `${tenths / 10n}.${tenths % 10n} %`;
}

/** "1,116.33" of "1116.33". */
export function grouping(amount: string): string {
  const [whole = '', ...decimals] = amount.split('.');
  return [grouped(BigInt(whole)), ...decimals].join('.');
}

/** For programs: every number as a text, every fraction exact. */
export function simulationJson(periods: readonly SimulatedPeriod[]): object {
  const text = (exact: Fraction) => fractionText(reduced(exact));
  return {
    mark: 'SIMULATION',
    periods: periods.map(({ period, factors, pools }) => ({
      period: period.name,
      departments: factors.map(({ department, indexE4, outcome, achievement, improvement, held, factor }) => ({
        department,
        index_e4: indexE4?.toString(),
        outcome,
        achievement: achievement && text(achievement),
        improvement: improvement && text(improvement),
        hold_harmless: held && text(held),
        factor: text(factor),
      })),
      pools: pools.map(({ pool, allocation }) => ({
        pool: pool.name,
        currency: pool.currency,
        scale: text(allocation.scale),
        paid: amountText(allocation.paidMinor, pool.currency),
        payees: allocation.payees.map(({ payee, amountMinor }) => ({
          department: payee.ref,
          amount: amountText(amountMinor, pool.currency),
        })),
      })),
    })),
  };
}
