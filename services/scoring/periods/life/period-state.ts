import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';
import { type Approvals, approvalsOf } from './approvals.js';
import type { History } from './history.js';
import { isHeld } from './holds.js';
import type { Windows } from './windows.js';

/** The states of a period; the numbers are those of PeriodState in period.proto. */
export const PERIOD_STATES = enumWords('period state', {
  ANNOUNCED: 1,
  OPEN: 2,
  COLLECTING: 3,
  PROVISIONAL: 4,
  IN_REVIEW: 5,
  APPROVED: 6,
  CLOSED: 7,
  FINAL: 8,
  VOIDED: 9,
  ADJUSTED: 10,
});
export type PeriodState = Word<typeof PERIOD_STATES>;

/**
 * The state of a period: a function of the clock, of what the company published and of events that are only added. Nothing stores it, so no
 * call can set it, and no event leads out of CLOSED.
 *
 * @param history  what happened to the period until now
 * @param windows  of the period, by its ruleset
 */
export function stateOf(history: History, windows: Windows, now: Instant): PeriodState {
  const { events, versions, isAdjusted } = history;
  if (events.some(({ kind }) => kind === 'VOIDED')) return 'VOIDED';
  if (events.some(({ kind }) => kind === 'CLOSED')) {
    if (now >= windows.finalAt) return 'FINAL';
    return isAdjusted ? 'ADJUSTED' : 'CLOSED';
  }
  if (now < windows.beginsAt) return 'ANNOUNCED';
  if (now < windows.endsAt) return 'OPEN';
  if (versions.length === 0) return 'COLLECTING';
  if (now < reviewEnds(history, windows)) return 'PROVISIONAL';
  return isApproved(history, windows, approvalsOf(history)) ? 'APPROVED' : 'IN_REVIEW';
}

/** The end of the last review that runs, over the departments that are not held; over all when every one is. */
export function reviewEnds({ events, versions }: History, { reviews }: Windows): Instant {
  const own = [...reviews].filter(([department]) => !isHeld(events, department));
  const counted = own.length > 0 ? own : [...reviews];
  return Math.max(versions[0]?.createdAt ?? 0, ...counted.map(([, end]) => end));
}

/** Whether the newest version is the one that may be approved: cut at the cut-off instant. */
export function isClosingVersion({ versions }: History, { cutOffAt }: Windows): boolean {
  const newest = versions.at(-1);
  return newest?.cutOffAt !== undefined && newest.cutOffAt === cutOffAt;
}

function isApproved(history: History, windows: Windows, { isComplete }: Approvals): boolean {
  return isComplete && isClosingVersion(history, windows);
}

/** What people do to a period. Every other step is one of the clock. */
export const COMMANDS = ['SNAPSHOT', 'APPROVE', 'WITHDRAW', 'CLOSE', 'VOID', 'HOLD', 'RELEASE'] as const;
export type PeriodCommand = (typeof COMMANDS)[number];

const REVERSIBLE: readonly PeriodCommand[] = ['VOID', 'HOLD', 'RELEASE'];

/** What each state allows. After a close nothing is left: a correction is an adjustment, which is posted into a later period. */
export const ALLOWED: Readonly<Record<PeriodState, readonly PeriodCommand[]>> = {
  ANNOUNCED: ['VOID'],
  OPEN: REVERSIBLE,
  COLLECTING: ['SNAPSHOT', ...REVERSIBLE],
  PROVISIONAL: ['SNAPSHOT', ...REVERSIBLE],
  IN_REVIEW: ['SNAPSHOT', 'APPROVE', 'WITHDRAW', ...REVERSIBLE],
  APPROVED: ['SNAPSHOT', 'APPROVE', 'WITHDRAW', 'CLOSE', ...REVERSIBLE],
  CLOSED: [],
  FINAL: [],
  VOIDED: [],
  ADJUSTED: [],
};
