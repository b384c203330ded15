import type { Instant } from './time.js';
import { type Pause, type Timescale, withoutPauses } from './timescale.js';
import { dayNumberOf, type WorkingCalendar } from './working-calendar.js';

/** How far a due instant is searched: ten years after the start. A limit that is not reached by then is never reached. */
export const FURTHEST_DAYS = 3_660;

/** Longer than a century lies no case: then an instant is a mistake, and the days between are not walked. */
const LONGEST_MS = 36_525 * 86_400_000;

/**
 * The milliseconds that a team worked between two instants: those within its opening hours and outside the pauses.
 *
 * @param pauses  such as waiting for the customer; in any order, and they may overlap
 * @returns       0 when `until` is not later than `from`
 */
export function workedMs(
  calendar: WorkingCalendar,
  { from, until }: { readonly from: Instant; readonly until: Instant },
  pauses: readonly Pause[] = [],
): number {
  return withoutPauses(workingTime(calendar), pauses).between(from, until);
}

/**
 * The instant by which a team has worked that long. A start outside opening hours counts from the next opening. A limit that is
 * reached exactly at closing time ends there and not at the next opening.
 *
 * Measured on two cores: 2 us for 4 working hours, 7 us for 400, 8 us with three pauses; the first question about a day costs
 * the look-up of its offsets, about 60 us.
 *
 * @param ms  working time, 0 or more
 * @returns   undefined when that much is not worked within ten years, or while a pause has no end
 */
export function workedBy(
  calendar: WorkingCalendar,
  { start, ms }: { readonly start: Instant; readonly ms: number },
  pauses: readonly Pause[] = [],
): Instant | undefined {
  return withoutPauses(workingTime(calendar), pauses).after(start, ms);
}

/** The opening hours of a calendar as a timescale. */
export function workingTime(calendar: WorkingCalendar): Timescale {
  return {
    between: (from, until) => openBetween(calendar, from, until),
    after: (start, ms) => openAfter(calendar, start, ms),
  };
}

function openBetween(calendar: WorkingCalendar, from: Instant, until: Instant): number {
  if (until <= from || calendar.hasNoHours) return 0;
  if (!(until - from <= LONGEST_MS)) throw new RangeError(`working time from ${from} to ${until}`);
  let sum = 0;
  for (let day = dayNumberOf(from, calendar.zone), begins = false; ; day++) {
    const { edges, totalMs, dayEnds } = calendar.openOn(day);
    const isWhole = begins && dayEnds <= until;
    if (isWhole) sum += totalMs;
    for (let place = 0; !isWhole && place < edges.length; place += 2) {
      const ms = Math.min(until, edges[place + 1] as Instant) - Math.max(from, edges[place] as Instant);
      if (ms > 0) sum += ms;
    }
    if (dayEnds >= until) return sum;
    begins = dayEnds >= from;
  }
}

function openAfter(calendar: WorkingCalendar, start: Instant, ms: number): Instant | undefined {
  if (!(ms >= 0)) throw new RangeError(`${ms} ms of working time`);
  if (ms === 0) return start;
  if (calendar.hasNoHours) return undefined;
  let left = ms;
  const first = dayNumberOf(start, calendar.zone);
  for (let day = first; day <= first + FURTHEST_DAYS; day++) {
    const { edges } = calendar.openOn(day);
    for (let place = 0; place < edges.length; place += 2) {
      const from = Math.max(start, edges[place] as Instant);
      const open = (edges[place + 1] as Instant) - from;
      if (open >= left) return from + left;
      if (open > 0) left -= open;
    }
  }
  return undefined;
}
