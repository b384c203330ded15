import { Temporal } from 'temporal-polyfill';
import type { Closing } from '#libs/documents/ruleset/closing-document.js';
import type { Period } from '#libs/domain/period.js';
import { addDays, type Day, endOfDay, type Instant, startOfDay, type Zone } from '#libs/domain/time.js';
import type { Timescale } from '#libs/domain/timescale.js';
import { workingDaysAfter } from '#libs/domain/working-days.js';
import { holdsNothingBack, isInTime } from './contests-in-time.js';
import type { History, VersionFacts } from './history.js';

/** What decides the windows of a period: its ruleset, and working days as they were known at an instant. */
export interface WindowRules {
  readonly zone: Zone;
  readonly closing: Closing;
  readonly workdays: (knownAt: Instant) => Timescale;
}

/** The instants between which a period changes its state. None of them is stored. */
export interface Windows {
  /** By when its ruleset must have been published, or the notice was too short. */
  readonly noticeBy: Instant;
  readonly beginsAt: Instant;
  /** End of the period, not included. */
  readonly endsAt: Instant;
  /** From when on a result may be made. */
  readonly graceEndsAt: Instant;
  /** The end of the review of each department; empty without a version. */
  readonly reviews: ReadonlyMap<string, Instant>;
  /** What arrives later does not count; undefined without a version. */
  readonly cutOffAt: Instant | undefined;
  /** By when the period is closed: not before the deadline of a contest in time; undefined without a version. */
  readonly decideBy: Instant | undefined;
  /** From when on nothing changes it any more. */
  readonly finalAt: Instant;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** How many versions at the cut-off may open another review; after them the second level decides. */
const MOST_ROUNDS = 2;

/** The windows of a period. Pure: the same history gives the same instants, whenever it is asked. */
export function windowsOf(period: Pick<Period, 'firstDay' | 'lastDay'>, history: History, rules: WindowRules): Windows {
  const { zone, closing } = rules;
  const endsAt = endOfDay(period.lastDay, zone);
  const provisional = history.versions.filter(({ cutOffAt }) => cutOffAt === undefined);
  const reviews = firstReviews(provisional, rules);
  const cutOffAt = provisional.length === 0 ? undefined : cutOff(history, reviews, rules);
  addLaterRounds(reviews, history, rules);
  const lastReview = Math.max(cutOffAt ?? 0, ...reviews.values());
  return {
    noticeBy: startOfDay(addDays(period.firstDay, -closing.noticeDays), zone),
    beginsAt: startOfDay(period.firstDay, zone),
    endsAt,
    graceEndsAt: graceEnd(period, rules),
    reviews,
    cutOffAt,
    decideBy:
      cutOffAt === undefined ? undefined : lastDeadline(lastReview + closing.decisionDays * DAY_MS, history, reviews),
    finalAt: longStop(period.lastDay, history, rules),
  };
}

function lastDeadline(least: Instant, { contests }: History, reviews: ReadonlyMap<string, Instant>): Instant {
  const due = contests.flatMap((one) => (one.dueAt !== undefined && isInTime(one, reviews) ? [one.dueAt] : []));
  return Math.max(least, ...due);
}

/** When the last late reports of a period are taken in. */
export function graceEnd({ lastDay }: Pick<Period, 'lastDay'>, { zone, closing, workdays }: WindowRules): Instant {
  const endsAt = endOfDay(lastDay, zone);
  return workingDaysAfter(endsAt - 1, closing.graceWorkingDays, workdays(endsAt), zone) ?? endsAt;
}

/** The first version opens a review for every department; a later one for those whose index it moves by the material limit. */
function firstReviews(versions: readonly VersionFacts[], rules: WindowRules): Map<string, Instant> {
  const reviews = new Map<string, Instant>();
  for (const [place, version] of versions.entries()) {
    for (const { department, changeE4 } of version.lines) {
      if (place === 0 || !reviews.has(department) || isMaterial(changeE4, rules))
        extend(reviews, department, reviewFrom(version, rules));
    }
  }
  return reviews;
}

/**
 * The cut-off: the end of the reviews, or when rulings on contests that were opened in time have settled, whichever is later: by then the
 * departments have judged those cases again. Holds do not move it, so no one chooses it.
 */
function cutOff(history: History, reviews: ReadonlyMap<string, Instant>, { closing }: WindowRules): Instant {
  const end = Math.max(...reviews.values());
  const rulings = history.contests.flatMap((contest) =>
    contest.changedAt !== undefined && isInTime(contest, reviews) && !holdsNothingBack(history, contest)
      ? [contest.changedAt + closing.rulingsSettleMinutes * MINUTE_MS]
      : [],
  );
  return Math.max(end, ...rulings);
}

/** A version at the cut-off that moves an index opens another review for that department, in two rounds at most. The cut-off stays. */
function addLaterRounds(reviews: Map<string, Instant>, { versions }: History, rules: WindowRules): void {
  const atCutOff = versions.filter(({ cutOffAt }) => cutOffAt !== undefined);
  const moving = atCutOff.filter(({ lines }) => lines.some(({ changeE4 }) => isMaterial(changeE4, rules)));
  for (const version of moving.slice(0, MOST_ROUNDS)) {
    for (const { department, changeE4 } of version.lines)
      if (isMaterial(changeE4, rules)) extend(reviews, department, reviewFrom(version, rules));
  }
}

function extend(reviews: Map<string, Instant>, department: string, until: Instant): void {
  reviews.set(department, Math.max(until, reviews.get(department) ?? until));
}

/** By the working days that were known when the version was made: what is published later neither shortens a review nor lengthens it. */
function reviewFrom({ createdAt }: VersionFacts, { closing, workdays, zone }: WindowRules): Instant {
  const end = workingDaysAfter(createdAt, closing.reviewWorkingDays, workdays(createdAt), zone);
  if (end === undefined) throw new Error('a calendar that was checked never opens');
  return end;
}

function isMaterial(changeE4: bigint, { closing }: WindowRules): boolean {
  return changeE4 >= closing.materialE4 || -changeE4 >= closing.materialE4;
}

/** A period that is closed late stays open to corrections for as many days as decisions take. */
function longStop(lastDay: Day, { events }: History, { closing, zone }: WindowRules): Instant {
  const closed = events.find(({ kind }) => kind === 'CLOSED');
  const afterClose = closed === undefined ? 0 : closed.at + closing.decisionDays * DAY_MS;
  return Math.max(startOfDay(monthsAfter(lastDay, closing.longStopMonths), zone), afterClose);
}

function monthsAfter(day: Day, months: number): Day {
  return addDays(Temporal.PlainDate.from(day).add({ months }).toString(), 1);
}
