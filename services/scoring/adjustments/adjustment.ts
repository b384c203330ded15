import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';
import type { SnapshotContent } from '../periods/content.js';
import type { ApprovalRole } from '../periods/life/history.js';
import type { RestatementRun } from './restatement-runs.js';

/** Why a closed period is corrected: a closed list. The numbers are those of the column adjustment.reason_code and of the contract. */
export const ADJUSTMENT_REASONS = enumWords('reason of an adjustment', {
  LATE_DATA: 1,
  SOURCE_ERROR: 2,
  DUPLICATE: 3,
  ATTRIBUTION_CHANGED: 4,
  EXCLUSION_GRANTED: 5,
  ENGINE_DEFECT: 6,
  RULES_MISREAD: 7,
  FRAUD: 8,
  HOLD_RELEASED: 9,
});
export type AdjustmentReason = Word<typeof ADJUSTMENT_REASONS>;

/** The reasons that release departments: for the first one a release is all that it is about, the others may correct what an upheld contest has found. */
export const RELEASING: readonly AdjustmentReason[] = ['HOLD_RELEASED', 'RULES_MISREAD', 'ENGINE_DEFECT'];

/** Whether an adjustment for a reason releases departments as it may and must. */
export function mayRelease(reason: string, released: readonly string[]): boolean {
  return released.length > 0 ? RELEASING.some((one) => one === reason) : reason !== 'HOLD_RELEASED';
}

/** What people do to an adjustment; the numbers are those of the column adjustment_event.kind. */
export const ADJUSTMENT_STEPS = enumWords('step of an adjustment', { APPROVED: 1, WITHDRAWN: 2, POSTED: 3 });
export type AdjustmentStepKind = Word<typeof ADJUSTMENT_STEPS>;

/** One row of adjustment_event: it is added once and never changes. */
export interface AdjustmentStep {
  /** From 1, of the adjustment. */
  readonly number: number;
  readonly kind: AdjustmentStepKind;
  readonly at: Instant;
  /** The caller, as proven. */
  readonly by: string;
  /** The departments of that caller, as proven. */
  readonly departments: readonly string[];
  /** Of a withdrawal; empty otherwise. */
  readonly reason: string;
  /** Of an approval: as which. */
  readonly role: ApprovalRole | undefined;
  /** Of a posting. */
  readonly posting:
    | { readonly postingPeriod: string; readonly run: RestatementRun; readonly version: number }
    | undefined;
}

/** What is corrected of a closed period, and what became of it. */
export interface Adjustment {
  /** "2018-07": the closed period, which is the effective one. */
  readonly period: string;
  /** From 1, of the period. */
  readonly number: number;
  readonly reasonCode: AdjustmentReason;
  /** In words. */
  readonly reason: string;
  /** It is posted outside the restatement runs, so three people approve it. */
  readonly isExtra: boolean;
  /** The version that it corrects. */
  readonly supersedes: number;
  /** The restated version as it is approved; the posted one adds who approved it and where it was posted. */
  readonly content: SnapshotContent;
  readonly contentSha256: string;
  readonly proposedBy: string;
  readonly proposedAt: Instant;
  readonly steps: readonly AdjustmentStep[];
}

/** Whether it is neither posted nor withdrawn. */
export function isWaiting({ steps }: Pick<Adjustment, 'steps'>): boolean {
  return !steps.some(({ kind }) => kind !== 'APPROVED');
}

/** periods/2018-07/adjustments/1 */
export function adjustmentName({ period, number }: Pick<Adjustment, 'period' | 'number'>): string {
  return `periods/${period}/adjustments/${number}`;
}
