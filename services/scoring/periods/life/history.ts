import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { NotPayable } from '../content.js';

/** What happens to a period; the numbers are those of the column period_event.kind. */
export const EVENT_KINDS = enumWords('event of a period', {
  APPROVED: 1,
  WITHDRAWN: 2,
  HELD: 3,
  RELEASED: 4,
  VOID_ASKED: 5,
  VOIDED: 6,
  CLOSED: 7,
});
export type EventKind = Word<typeof EVENT_KINDS>;

/** As which an approver signs. */
export const APPROVAL_ROLES = enumWords('approval role', { HR: 1, FINANCE: 2 });
export type ApprovalRole = Word<typeof APPROVAL_ROLES>;

/** Reasons against paying that three approvers may accept together. */
export const ACCEPTABLE = [
  'RULES_BOUND_AFTER_START',
  'NOTICE_TOO_SHORT',
  'NOT_REVIEWED',
] as const satisfies readonly NotPayable[];
export type Acceptable = (typeof ACCEPTABLE)[number];

/** One row of period_event: it is added once and never changes. */
export interface PeriodEvent {
  /** From 1, of the period. */
  readonly number: number;
  readonly kind: EventKind;
  readonly at: Instant;
  /** The caller, as proven. */
  readonly by: string;
  /** The departments of that caller, as proven. */
  readonly departments: readonly string[];
  readonly reason: string;
  /** Of an approval: as which; undefined of others. */
  readonly role: ApprovalRole | undefined;
  /** Of an approval and a close: the version of the snapshot and its hash in hexadecimal. */
  readonly version: number | undefined;
  readonly contentSha256: string | undefined;
  /** Of a hold and its release. */
  readonly department: string | undefined;
  /** Of an approval: reasons against paying that it accepts, and contests that it carves out. */
  readonly accepts: readonly Acceptable[];
  readonly carvedOut: readonly number[];
  /** Of a withdrawal: the number of the approval. */
  readonly withdraws: number | undefined;
}

/** What the life of a period needs to know of a version of its result. */
export interface VersionFacts {
  readonly version: number;
  readonly createdAt: Instant;
  readonly contentSha256: string;
  /** The instant by which it is cut; undefined of one that takes the newest batches. */
  readonly cutOffAt: Instant | undefined;
  /** The caller who made it, as proven; empty of a version that is older than periods with a life. */
  readonly madeBy: string;
  readonly lines: readonly {
    readonly department: string;
    readonly changeE4: bigint;
    readonly notPayable: readonly NotPayable[];
  }[];
}

/** A contest of a case of the period, and what became of it. */
export interface ContestFacts {
  readonly number: number;
  /** It contests. */
  readonly department: string;
  readonly day: Day;
  readonly openedAt: Instant;
  /** By when it is decided; undefined of one that is older than deadlines. */
  readonly dueAt: Instant | undefined;
  readonly isRuled: boolean;
  /** When the newest ruling that changes the counts was made; undefined when none did. */
  readonly changedAt: Instant | undefined;
}

/** Everything that happened to a period, in order of time. */
export interface History {
  readonly events: readonly PeriodEvent[];
  /** The versions that were made before a close; the closed one and restated ones are not among them. */
  readonly versions: readonly VersionFacts[];
  readonly contests: readonly ContestFacts[];
  /** Whether an adjustment was posted. */
  readonly isAdjusted: boolean;
}
