import type { BonusInput } from '#libs/contracts/cx/bonus/v1/bonus.js';
import type { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { DepartmentInput } from '#libs/payout/factor/gates.js';
import { lastOf, whoIn } from '../names.js';

type Figures = Omit<DepartmentInput, 'baselineE4' | 'lastFactor'>;

/** What a frozen bonus input says of a department. */
export function figuresOfInput({ department, indexE4, coverageBp, selfReportedBp, metrics }: BonusInput): Figures {
  const cases = metrics.filter((one) => one.effectiveWeightBp > 0n).map((one) => one.cases);
  return { department: lastOf(department), indexE4, coverageBp, selfReportedBp, cases: least(cases) };
}

/** What an index says; it does not know who reported the facts. */
export function figuresOfIndex({ name, indexE4, coverageBp, metrics }: Index): Figures {
  const cases = metrics.filter((one) => one.effectiveWeightBp > 0n).map((one) => one.accountable?.cases ?? 0n);
  return { department: whoIn(name), indexE4, coverageBp, selfReportedBp: undefined, cases: least(cases) };
}

function least(all: readonly bigint[]): bigint {
  return all.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined) ?? 0n;
}
