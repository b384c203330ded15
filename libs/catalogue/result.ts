import type { WorkedByCalendar } from '#libs/domain/calendar-moves.js';
import type { Part } from '#libs/domain/part.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/**
 * What a metric finds of one case: where it counts, and its result once it may be judged. The facts that are known decide the
 * result; how far the feeds have reported decides whether it is given yet. So a rule needs no clock.
 */
export interface Evaluation {
  /** The part of the case that it is about; unset for the whole case. */
  readonly part?: Part;
  readonly unit: Unit;
  readonly day: Day;
  /**
   * The case may be judged once everything that happened before this instant has been reported. Undefined while its limit stands still
   * and nothing says until when: then the case is neither due nor judged, and `day` is the earliest day on which it can count.
   */
  readonly dueAt: Instant | undefined;
  /** Since when the limit stands still, where there is no due instant. */
  readonly standsStillSince?: Instant;
  /**
   * What was worked by each calendar until the limit was over or stands still, for people; unset for a case that did not move between
   * calendars.
   */
  readonly worked?: readonly WorkedByCalendar[];
  readonly result: Result;
}

/** A case that the limits leave out, and the day on which they say so. */
export interface NotAsked {
  readonly notAskedOn: Day;
}

/** Hit or miss for metrics that count cases (1 and 0, or 0 and 1), a quantity for tallies. */
export interface Result {
  readonly hits: number;
  readonly misses: number;
  /** One of the reasons that `notAccountable` of the metric lists; unset when the department answers for the case. */
  readonly reason?: string;
}

/**
 * When a limit is over and on which day the case counts, or that the limit stands still.
 *
 * @param dueAt  see `dueAfter`
 * @param since  the instant since which it stands still if there is no due instant
 * @param zone   of the customer
 */
export function dueOrStandsStill(
  dueAt: Instant | undefined,
  since: Instant,
  zone: Zone,
): Pick<Evaluation, 'day' | 'dueAt' | 'standsStillSince'> {
  if (dueAt !== undefined) return { day: dayOf(dueAt, zone), dueAt };
  return { day: dayOf(since, zone), dueAt, standsStillSince: since };
}

export const HIT: Result = { hits: 1, misses: 0 };
export const MISS: Result = { hits: 0, misses: 1 };

/** The result of a yes/no question. */
export function hitIf(isHit: boolean): Result {
  return isHit ? HIT : MISS;
}

/** The same result, for which another party answers. `notAccountable` of the metric must list the reason. */
export function notAccountable(reason: string, isHit: boolean): Result {
  return { ...hitIf(isHit), reason };
}
