import type { Fraction } from '#libs/domain/fraction.js';
import type { Day, Instant } from '#libs/domain/time.js';

/** A frozen version of a period, as far as files for HR need it. */
export interface Frozen {
  readonly period: string;
  /** periods/2018-07/snapshots/3 */
  readonly snapshot: string;
  readonly version: number;
  readonly supersedes: number;
  readonly state: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly earningStart: Instant;
  readonly earningEnd: Instant;
  readonly ruleset: string;
  readonly rulesetSha256: string;
  readonly contentSha256: string;
  readonly departments: readonly FrozenDepartment[];
}

export interface FrozenDepartment {
  readonly department: string;
  readonly indexE4: bigint | undefined;
  readonly lowerE4: bigint | undefined;
  readonly upperE4: bigint | undefined;
  readonly changeE4: bigint;
  readonly coverageBp: bigint;
  readonly selfReportedBp: bigint;
  readonly status: string;
  /** Empty when its line is payable. */
  readonly notPayableReasons: readonly string[];
  readonly metrics: readonly FrozenMetric[];
}

export interface FrozenMetric {
  readonly metric: string;
  readonly reportedBy: string;
  readonly hits: bigint;
  readonly cases: bigint;
  readonly ratePpm: bigint | undefined;
  readonly scoreE4: bigint | undefined;
  readonly weightBp: bigint;
  readonly pointsE4: bigint;
}

/** What a pay plan pays each department, exactly, before any pool. */
export interface Factors {
  readonly plan: string;
  readonly planSha256: string;
  readonly of: ReadonlyMap<string, Fraction>;
}

/** The states of a version that may be paid by. */
const FINAL_STATES: readonly string[] = ['CLOSED', 'FINAL', 'ADJUSTED'];

export function isFinal({ state }: Pick<Frozen, 'state'>): boolean {
  return FINAL_STATES.includes(state);
}
