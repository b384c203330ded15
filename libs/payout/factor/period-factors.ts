import { type Period, previousPeriod } from '#libs/domain/period.js';
import type { PayPlan } from '../plan.js';
import { type DepartmentFactor, departmentFactor } from './department-factor.js';
import type { DepartmentInput } from './gates.js';

/** What is known of a department in one period, without what its factor looks back to. */
export type Figures = Omit<DepartmentInput, 'baselineE4' | 'lastFactor'>;

/** The figures of the departments by the name of the period. */
export type FiguresByPeriod = ReadonlyMap<string, readonly Figures[]>;

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
