import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { SnapshotContent } from '../periods/content.js';
import type { Guard } from '../periods/guards.js';
import { type LineMissing, lacking, missingOf } from '../periods/life/approvals.js';
import type { PeriodState } from '../periods/life/period-state.js';
import type { Adjustment, AdjustmentStep } from './adjustment.js';
import { changedLines } from './restated-content.js';

/** Where an adjustment is; the numbers are those of the contract. Nothing stores it. */
export const ADJUSTMENT_STATES = enumWords('adjustment state', {
  PROPOSED: 1,
  APPROVED: 2,
  POSTED: 3,
  WITHDRAWN: 4,
  STALE: 5,
  LAPSED: 6,
});
export type AdjustmentState = Word<typeof ADJUSTMENT_STATES>;

/** What people do to an adjustment. */
export const ADJUSTMENT_COMMANDS = ['APPROVE', 'WITHDRAW', 'POST'] as const;
export type AdjustmentCommand = (typeof ADJUSTMENT_COMMANDS)[number];

/** What each state allows. What is posted is corrected by the next adjustment; a stale one is proposed again. */
export const ALLOWED_OF_ADJUSTMENT: Readonly<Record<AdjustmentState, readonly AdjustmentCommand[]>> = {
  PROPOSED: ['APPROVE', 'WITHDRAW'],
  APPROVED: ['APPROVE', 'WITHDRAW', 'POST'],
  POSTED: [],
  WITHDRAWN: [],
  STALE: ['WITHDRAW'],
  LAPSED: ['WITHDRAW'],
};

/** People for a line: two of different roles, three for an extra run. */
export const PEOPLE = 2;
export const PEOPLE_FOR_EXTRA = 3;

/** How far an adjustment is approved. No one approves the line of their own department, so each changed line is looked at by itself. */
export interface AdjustmentApprovals {
  readonly current: readonly AdjustmentStep[];
  readonly needed: number;
  readonly missing: readonly LineMissing[];
}

/** @param latest  the version that the adjustment corrects */
export function approvalsOfAdjustment(adjustment: Adjustment, latest: SnapshotContent): AdjustmentApprovals {
  const current = adjustment.steps.filter(({ kind }) => kind === 'APPROVED');
  const needed = adjustment.isExtra ? PEOPLE_FOR_EXTRA : PEOPLE;
  const lines = changedLines(latest, adjustment.content);
  return { current, needed, missing: lines.flatMap((department) => missingOf(department, current, needed)) };
}

export interface StateOfAdjustment {
  readonly approvals: AdjustmentApprovals;
  readonly periodState: PeriodState;
  /** The number of the newest closed or restated version. */
  readonly latestVersion: number;
}

/** The state of an adjustment: a function of its steps, of the newest version and of the state of its period. */
export function stateOfAdjustment(
  { steps, supersedes }: Pick<Adjustment, 'steps' | 'supersedes'>,
  { approvals, periodState, latestVersion }: StateOfAdjustment,
): AdjustmentState {
  const last = steps.at(-1)?.kind;
  if (last === 'POSTED' || last === 'WITHDRAWN') return last;
  if (periodState === 'FINAL') return 'LAPSED';
  if (supersedes !== latestVersion) return 'STALE';
  return approvals.missing.length === 0 ? 'APPROVED' : 'PROPOSED';
}

/** Whether enough people have approved every changed line, in a sentence. */
export function approvedGuard({ missing, needed, current }: AdjustmentApprovals): Guard {
  const lines = lacking(missing, needed);
  const detail = lines.length === 0 ? `${current.length} people have approved` : lines.join('; ');
  return { reason: 'APPROVALS_MISSING', met: lines.length === 0, detail };
}
