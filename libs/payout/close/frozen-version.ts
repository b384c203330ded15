import type { Figures, FiguresByPeriod } from '../factor/period-factors.js';

/** A version of a period as the API states it. A payout reads these fields and no others. */
export interface FrozenVersion {
  /** "periods/2018-07/snapshots/3" */
  readonly name: string;
  readonly version: number;
  /** 0 for the first version. */
  readonly supersedes: number;
  readonly state: string;
  readonly contentSha256: Uint8Array;
  readonly notPayableReasons: readonly string[];
  /** Of a restated version: the period in which the correction counts. */
  readonly postingPeriod: string;
  /** In the order of the version. */
  readonly inputs: readonly FrozenLine[];
}

/** The line of a department in a version. */
export interface FrozenLine {
  /** "departments/delivery" */
  readonly department: string;
  readonly indexE4?: bigint | undefined;
  readonly coverageBp: bigint;
  readonly selfReportedBp?: bigint | undefined;
  readonly metrics: readonly { readonly effectiveWeightBp: bigint; readonly cases: bigint }[];
  readonly notPayableReasons: readonly string[];
}

/** What is frozen of a period and of those that its factors look back to. */
export interface Frozen {
  readonly snapshot: FrozenVersion;
  readonly figures: FiguresByPeriod;
}

/** What a frozen line says of a department. */
export function figuresOfLine(line: FrozenLine): Figures {
  const { indexE4, coverageBp, selfReportedBp, metrics } = line;
  const cases = metrics.filter((one) => one.effectiveWeightBp > 0n).map((one) => one.cases);
  return { department: departmentOf(line), indexE4, coverageBp, selfReportedBp, cases: fewest(cases) };
}

/** "delivery" of "departments/delivery". */
export function departmentOf({ department }: Pick<FrozenLine, 'department'>): string {
  return department.replace('departments/', '');
}

/** The fewest cases of the weighed metrics; 0 without a metric. */
export function fewest(all: readonly bigint[]): bigint {
  return all.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined) ?? 0n;
}
