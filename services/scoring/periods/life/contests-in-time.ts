import type { Instant } from '#libs/domain/time.js';
import { standingApprovals } from './approvals.js';
import type { ContestFacts, History } from './history.js';
import { isHeld } from './holds.js';

/** Whether a contest was opened before the review of its department ended. A later one is for a correction. */
export function isInTime({ department, openedAt }: ContestFacts, reviews: ReadonlyMap<string, Instant>): boolean {
  const ends = reviews.get(department) ?? Math.max(...reviews.values());
  return openedAt < ends;
}

/** Whether every approval that stands carves the contest out: it is decided after the close, for a correction. */
export function holdsNothingBack(history: History, { number }: Pick<ContestFacts, 'number'>): boolean {
  const standing = standingApprovals(history);
  return standing.length > 0 && standing.every(({ carvedOut }) => carvedOut.includes(number));
}

/** The open contests that keep a period from its close: in time, not of a department on hold, not carved out. */
export function openContests(
  history: History,
  reviews: ReadonlyMap<string, Instant>,
  carvedOut: readonly number[] = [],
): readonly ContestFacts[] {
  return history.contests.filter(
    (contest) =>
      !contest.isRuled &&
      isInTime(contest, reviews) &&
      !isHeld(history.events, contest.department) &&
      !carvedOut.includes(contest.number),
  );
}
