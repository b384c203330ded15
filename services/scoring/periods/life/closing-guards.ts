import type { Reason } from '#libs/domain/error.js';
import { isoInstant } from '#libs/domain/time.js';
import type { Guard } from '../guards.js';
import { type Approvals, approvalsOf, lacking } from './approvals.js';
import { openContests } from './contests-in-time.js';
import type { History } from './history.js';
import { isClosingVersion, reviewEnds } from './period-state.js';
import type { Windows } from './windows.js';

/** What must hold before a person approves. Pure, like all guards: the same history gives the same sentences. */
export function approvalGuards(
  history: History,
  windows: Windows,
  now: number,
  carvedOut: readonly number[],
): readonly Guard[] {
  return [
    reviewOver(history, windows, now),
    cutAtCutOff(history, windows),
    contestsDecided(history, windows, carvedOut),
  ];
}

/** What must hold before a period is closed, in the order in which HR would ask. */
export function closeGuards(history: History, windows: Windows, now: number): readonly Guard[] {
  const approvals = approvalsOf(history);
  return [...approvalGuards(history, windows, now, approvals.carvedOut), approved(approvals)];
}

function reviewOver(history: History, windows: Windows, now: number): Guard {
  const end = reviewEnds(history, windows);
  const detail =
    history.versions.length === 0 ? 'there is no version to review' : `departments review until ${isoInstant(end)}`;
  return guard('REVIEW_NOT_OVER', history.versions.length > 0 && now >= end, detail);
}

function cutAtCutOff(history: History, windows: Windows): Guard {
  const { cutOffAt } = windows;
  const newest = history.versions.at(-1);
  const at = cutOffAt === undefined ? 'no version has begun a review' : `the cut-off is ${isoInstant(cutOffAt)}`;
  const has = newest?.cutOffAt === undefined ? 'takes the newest batches' : `ends at ${isoInstant(newest.cutOffAt)}`;
  const detail = newest === undefined ? at : `${at}, version ${newest.version} ${has}`;
  return guard('CLOSING_VERSION_MISSING', isClosingVersion(history, windows), detail);
}

function contestsDecided(history: History, { reviews }: Windows, carvedOut: readonly number[]): Guard {
  const open = openContests(history, reviews, carvedOut);
  const inTime = history.contests.length;
  const names = open.map(({ department, number }) => `departments/${department}/contests/${number}`).join(', ');
  const detail = open.length === 0 ? `none of ${inTime} contests holds it back` : `open: ${names}`;
  return guard('CONTESTS_OPEN', open.length === 0, detail);
}

function approved({ missing, needed, current, stale }: Approvals): Guard {
  const lines = lacking(missing, needed);
  const old = stale.length === 0 ? '' : `; ${stale.length} of an earlier version count no more`;
  const detail = lines.length === 0 && current.length > 0 ? `${current.length} people have approved` : lines.join('; ');
  return guard(
    'APPROVALS_MISSING',
    lines.length === 0 && current.length > 0,
    `${detail || 'no one has approved'}${old}`,
  );
}

function guard(reason: Reason, met: boolean, detail: string): Guard {
  return { reason, met, detail };
}
