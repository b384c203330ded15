import type { Department, Origin } from '#libs/domain/observation.js';
import type { Day, Instant, Zone } from '#libs/domain/time.js';
import type { FlatAnchors } from '../index/arithmetic/flat-anchors.js';

/**
 * The content of one version of a period. It never changes and holds everything that is needed to compute it again. It holds no
 * person, no salary and no order.
 * Scales are in the names: E4 is ten-thousandths of a point, Bp basis points, Ppm parts per million.
 */
export interface SnapshotContent {
  /** "2018-08" */
  readonly period: string;
  /** From 1. */
  readonly version: number;
  /** The version it replaces; 0 for none. */
  readonly supersedes: number;
  /** CLOSED: the version before it, approved. ADJUSTED: a closed period, corrected. */
  readonly state: 'PROVISIONAL' | 'CLOSED' | 'ADJUSTED';
  readonly payable: boolean;
  readonly notPayableReasons: readonly NotPayable[];
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly zone: Zone;
  /** First instant the money is earned in, for overtime rules. */
  readonly earningStart: Instant;
  /** End, not included. */
  readonly earningEnd: Instant;
  readonly ruleset: string;
  readonly rulesetSha256: string;
  readonly rulesetPublishedAt: Instant;
  /** Name and version of the program that computed it. */
  readonly engine: string;
  readonly cutSha256: string;
  /** What was sealed later does not count; left out of a version that takes the newest batches. */
  readonly cutOffAt?: Instant;
  /** Of a closed version: the hash that was approved. Of a restated one: the hash of its content without this field and the three after it. */
  readonly approvedSha256?: string;
  /** Of a closed and of a restated version: as what each approver signed. */
  readonly approvedAs?: readonly string[];
  /** Of a restated version: the period in which the correction counts, "2018-08". */
  readonly postingPeriod?: string;
  /** Of a restated version: the restatement run, R1, R2, RF or EXTRA. */
  readonly run?: string;
  /** Of a restated version: the number of its adjustment. */
  readonly adjustment?: number;
  /** Of a restated version: departments that it takes from their hold, in order of their names; left out when there are none. */
  readonly released?: readonly string[];
  /** Of a closed version: reasons against paying that three approvers have accepted; left out when there are none. */
  readonly accepted?: readonly NotPayable[];
  /** SHA-256 of the counts used, in the lines of `cx counts export`. */
  readonly countsSha256: string;
  readonly reason: SnapshotReason;
  /** Contests that no one decided in time, so that they count as upheld; left out when there are none. */
  readonly overdue?: readonly OverdueInput[];
  readonly inputs: readonly DepartmentInput[];
}

/** Why a version was made: until the close one of the first four, then CLOSE; of a restated one the reason of its adjustment. */
export type SnapshotReason =
  | 'FIRST'
  | 'LATE_DATA'
  | 'SOURCE_CORRECTION'
  | 'ENGINE_DEFECT'
  | 'CLOSE'
  | 'SOURCE_ERROR'
  | 'DUPLICATE'
  | 'ATTRIBUTION_CHANGED'
  | 'EXCLUSION_GRANTED'
  | 'RULES_MISREAD'
  | 'FRAUD'
  | 'HOLD_RELEASED';

export type NotPayable =
  | 'NOT_APPROVED'
  | 'IDENTITY_NOT_PROVEN'
  | 'RULES_BOUND_AFTER_START'
  | 'NOTICE_TOO_SHORT'
  | 'NOT_REVIEWED'
  | 'HELD'
  | 'CONTEST_UPHELD'
  | 'GENERATED_DATA'
  | 'COVERAGE_LOW';

/** The bonus input of one department. */
export interface DepartmentInput {
  readonly department: Department;
  /** Unset, never 0, when not measured. */
  readonly indexE4: bigint | undefined;
  readonly lowerE4: bigint | undefined;
  readonly upperE4: bigint | undefined;
  readonly coverageBp: bigint;
  /** MEASURED, or why not. */
  readonly status: string;
  readonly notPayableReasons: readonly NotPayable[];
  /** Share of the effective weight that the department reported about itself. */
  readonly selfReportedBp: bigint;
  readonly origin: Origin;
  readonly metrics: readonly MetricInput[];
  /** Verdicts by arrival: before the period ended, after it, and after an earlier version was made. */
  readonly observationsL0: bigint;
  readonly observationsL1: bigint;
  readonly observationsL2: bigint;
  readonly changeSinceLastVersionE4: bigint;
  /** What declared events took out of the account; left out when none did. */
  readonly events?: readonly EventInput[];
  /** What rulings on single cases took out of it; left out when none did. */
  readonly rulings?: RulingInput;
  /** What contests took out of it that no one decided in time, as a part of the rulings; left out when none did. */
  readonly overdue?: TakenOutInput;
}

/** Hits and cases that were taken out, and the index if the department answered for them. */
export interface TakenOutInput {
  readonly hits: bigint;
  readonly cases: bigint;
  /** Left out when it would not be measured. */
  readonly indexWithoutE4?: bigint;
}

/** A contest that counts as upheld, and what it took out: a reader who has the batches finds the case in them by its reference. */
export interface OverdueInput {
  /** "departments/warehouse/contests/7" */
  readonly contest: string;
  readonly ruling: number;
  /** Whose metric it is. */
  readonly judgedBy: string;
  readonly metric: string;
  readonly day: Day;
  /** 32 hexadecimal digits. */
  readonly caseRef: string;
  readonly dueAt: Instant;
  readonly hits: bigint;
  readonly cases: bigint;
}

/** The rulings on single cases in a department's input: with them and without them. */
export interface RulingInput {
  readonly hits: bigint;
  readonly cases: bigint;
  /** Misses for which other parties answer instead. */
  readonly chargedToOthers: bigint;
  /** The index if the department answered for all of these; left out when it would not be measured. */
  readonly indexWithoutE4?: bigint;
}

/** One declared event in a department's input: with it and without it. */
export interface EventInput {
  /** "event/carrier_strike" */
  readonly event: string;
  readonly hits: bigint;
  readonly cases: bigint;
  /** The index if the department answered for these cases; left out when it would not be measured. */
  readonly indexWithoutE4?: bigint;
}

/** One metric of a department's input. */
export interface MetricInput extends FlatAnchors {
  readonly metric: string;
  readonly definitionSha256: string;
  readonly reportedBy: string;
  readonly origin: Origin;
  readonly hits: bigint;
  readonly cases: bigint;
  readonly livedHits: bigint;
  readonly livedCases: bigint;
  /** For reading; the score comes from the counts. */
  readonly ratePpm: bigint | undefined;
  readonly scoreE4: bigint | undefined;
  readonly effectiveWeightBp: bigint;
  readonly pointsE4: bigint;
}

/** periods/2018-08/snapshots/2 */
export function snapshotName(content: Pick<SnapshotContent, 'period' | 'version'>): string {
  return `periods/${content.period}/snapshots/${content.version}`;
}
