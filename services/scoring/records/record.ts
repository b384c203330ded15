import type { Class, Origin } from '#libs/domain/observation.js';
import type { Day, Instant, Zone } from '#libs/domain/time.js';
import type { DepartmentInput, EventInput, MetricInput, NotPayable, RulingInput } from '../periods/content.js';

/**
 * The bonus-input record: all that leads to the index of one department in one version of a period. It is written once, as canonical JSON,
 * and its hash is its name. It holds no person, no salary and no case. docs/record-format.md explains each field to a stranger.
 */
export interface BonusRecord {
  readonly domain: 'cx-index/bonus-record';
  readonly canonVersion: number;
  readonly schemaVersion: number;
  readonly kind: 'BONUS_INPUT';
  /** periods/2018-08/snapshots/2 */
  readonly snapshot: string;
  readonly snapshotSha256: string;
  readonly department: string;
  readonly version: number;
  /** The id of the record of the version before; left out of the first version. */
  readonly supersedes?: string | undefined;
  /** The content hash of the snapshot before; left out of the first version. */
  readonly supersededSha256?: string | undefined;
  /** Its place in the chain of the department, from 1. */
  readonly position: number;
  /** The id of the record before it in the chain, of whatever period; left out of the first one. */
  readonly previous?: string | undefined;
  readonly state: string;
  readonly reason: string;
  /** Of a closed version: the content hash that was approved, as what each approver signed, and which reasons against paying they accepted. */
  readonly approvedSha256?: string | undefined;
  readonly approvedAs?: readonly string[] | undefined;
  readonly accepted?: readonly NotPayable[] | undefined;
  /** Of a restated version: the number of its adjustment, the period in which it counts, and the restatement run. */
  readonly adjustment?: number | undefined;
  readonly postingPeriod?: string | undefined;
  readonly run?: string | undefined;
  readonly period: RecordPeriod;
  readonly ruleset: { readonly name: string; readonly sha256: string; readonly publishedAt: Instant };
  /** Every document that decided. */
  readonly documents: readonly RecordDocument[];
  readonly definitions: readonly RecordDefinition[];
  readonly engine: Engine;
  readonly cut: readonly RecordCut[];
  readonly cutSha256: string;
  /** The cut of the version before, of a closed version that of the one before the approved one; left out of the first version. */
  readonly earlierCut?: readonly RecordCut[] | undefined;
  /** SHA-256 of the counts of all departments in this period at the cut, in the lines of counts.jsonl. */
  readonly countsSha256: string;
  readonly arrivals: Pick<DepartmentInput, 'observationsL0' | 'observationsL1' | 'observationsL2'>;
  readonly classes: readonly ClassTotal[];
  readonly statistics: readonly Statistic[];
  /** Cases that were due and waited for a feed, by metric: neither hit nor miss; only where a period may be frozen with some. */
  readonly waiting: readonly RecordWaiting[];
  readonly metrics: readonly RecordMetric[];
  readonly events: readonly EventInput[];
  readonly rulings?: RulingInput | undefined;
  readonly index: RecordIndex;
  readonly sensitivity: readonly Sensitivity[];
  readonly payable: boolean;
  readonly notPayableReasons: readonly NotPayable[];
}

export interface RecordPeriod {
  readonly name: string;
  /** month, quarter, pay_period, ... */
  readonly kind: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly zone: Zone;
  readonly earningStart: Instant;
  /** Not included. */
  readonly earningEnd: Instant;
}

/** A published version of a document of the company, by its hashes. */
export interface RecordDocument {
  readonly kind: string;
  readonly version: number;
  readonly firstDay: Day;
  readonly boundAfterStart: boolean;
  readonly publishedAt: Instant;
  /** Its place among the documents that travel to the departments; left out of a ruleset. */
  readonly position?: number | undefined;
  /** Of its meaning: its canonical bytes. */
  readonly sha256: string;
  /** Of its words: the text that was published. */
  readonly textSha256: string;
}

export interface RecordDefinition {
  readonly metric: string;
  /** Its name in counts and statistics. */
  readonly recordedAs: string;
  readonly definition: number;
  readonly sha256: string;
  /** The version of the rule's code; left out of a metric that the company wrote itself. */
  readonly codeVersion?: number | undefined;
  /** Fingerprint of that code, as libs/catalogue/published-definitions.json has it. */
  readonly code?: string | undefined;
}

/** The program that computed. */
export interface Engine {
  readonly name: string;
  readonly version: string;
  /** SHA-256 over the sources that it was built from; left out when it ran from sources that were not built. */
  readonly sourceSha256?: string | undefined;
}

export interface RecordCut {
  readonly source: string;
  readonly shard: number;
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: string;
}

/** Observations of all weighed metrics in one class. */
export interface ClassTotal {
  readonly class: Class;
  readonly hits: bigint;
  readonly misses: bigint;
}

/** One count, units added up: what the index can be computed from when the batches are gone. */
export interface Statistic {
  readonly metric: string;
  readonly definition: number;
  readonly day: Day;
  readonly class: Class;
  readonly reason: string;
  readonly responsible: string;
  readonly origin: Origin;
  readonly hits: bigint;
  readonly misses: bigint;
}

export interface RecordWaiting {
  /** As in `statistics`. */
  readonly metric: string;
  readonly definition: number;
  readonly cases: bigint;
}

export interface RecordMetric extends MetricInput {
  /** The weight that the ruleset gives it, before weights of what was not measured go to the others. */
  readonly weightBp: bigint;
  /** 95 % interval of its score; left out when it has none. */
  readonly scoreLowerE4?: bigint | undefined;
  readonly scoreUpperE4?: bigint | undefined;
  /** Who answers for its misses; they add up to what customers lived. */
  readonly attribution: readonly { readonly party: string; readonly misses: bigint }[];
  /** What the department does not answer for. */
  readonly exclusions: readonly {
    readonly class: Class;
    readonly reason: string;
    readonly responsible: string;
    readonly hits: bigint;
    readonly cases: bigint;
  }[];
}

export interface RecordIndex
  extends Pick<
    DepartmentInput,
    'indexE4' | 'lowerE4' | 'upperE4' | 'coverageBp' | 'status' | 'selfReportedBp' | 'origin'
  > {
  /** By which the interval is made. */
  readonly intervalMethod: string;
  /** The index over all classes: what customers lived. */
  readonly livedIndexE4?: bigint | undefined;
  readonly changeSinceLastVersionE4: bigint;
}

/** How far a metric is from the anchors on both sides of it. */
export interface Sensitivity {
  readonly metric: string;
  /** So many more hits, of the same cases, reach it; left out at or beyond world class. */
  readonly next?: AnchorStep | undefined;
  /** So many fewer hits fall below it; left out below the floor. */
  readonly last?: AnchorStep | undefined;
}

export interface AnchorStep {
  readonly anchor: 'FLOOR' | 'TARGET' | 'WORLD_CLASS';
  readonly hits: bigint;
  /** The index of the department then, all else as it is; left out when it has none. */
  readonly indexE4?: bigint | undefined;
}
