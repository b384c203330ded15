import type { Instant } from './time.js';
import { inTurns, type Pause, type Timescale, withoutPauses } from './timescale.js';

/** From an instant on, a case is worked on by another calendar. */
export interface Move {
  readonly at: Instant;
  readonly calendar: string;
}

/** A limit in working time, as far as moves concern it. */
interface Movable {
  readonly start: Instant;
  /** The calendar of the limit: by it work begins if no move says otherwise. */
  readonly calendar: string;
  /** In order of time; of several at one instant the last one counts. */
  readonly moves: readonly Move[];
}

/** A stretch of time in which one calendar counts. */
export interface Stretch {
  readonly from: Instant;
  readonly calendar: string;
}

/** What was worked by one calendar. */
export interface WorkedByCalendar extends Stretch {
  /** Milliseconds of working time without pauses, 0 or more. */
  readonly ms: number;
}

/**
 * Which calendar counts from when on. The first stretch begins with the case: moves until then decide only by which calendar. A move to
 * the calendar that counts already changes nothing.
 */
export function stretchesOf({ start, calendar, moves }: Movable): readonly Stretch[] {
  const stretches: Stretch[] = [{ from: start, calendar }];
  for (const { at, calendar: next } of moves) {
    const last = stretches.at(-1);
    if (last === undefined || at <= last.from) stretches.pop();
    const before = stretches.at(-1);
    if (before?.calendar !== next) stretches.push({ from: Math.max(at, start), calendar: next });
  }
  return stretches;
}

/**
 * The timescale of a case that moves: each calendar measures what lies in its stretch.
 *
 * @throws {RangeError} for a calendar that is not there
 */
export function movedTime(of: Movable, calendars: ReadonlyMap<string, Timescale>): Timescale {
  const turns = stretchesOf(of).map(({ from, calendar }) => ({ from, scale: scaleOf(calendar, calendars) }));
  return turns.length === 1 && turns[0] !== undefined ? turns[0].scale : inTurns(turns);
}

/**
 * What was worked by each calendar until an instant, in order of time. All of it is what `movedTime` measures from the start until then.
 *
 * @throws {RangeError} for a calendar that is not there
 */
export function workedByCalendar(
  of: Movable & { readonly until: Instant; readonly pauses: readonly Pause[] },
  calendars: ReadonlyMap<string, Timescale>,
): readonly WorkedByCalendar[] {
  const begun = stretchesOf(of).filter(({ from }, place) => place === 0 || from < of.until);
  return begun.map((stretch, place) => {
    const until = Math.min(begun[place + 1]?.from ?? of.until, of.until);
    const scale = withoutPauses(scaleOf(stretch.calendar, calendars), of.pauses);
    return { ...stretch, ms: scale.between(stretch.from, until) };
  });
}

function scaleOf(calendar: string, calendars: ReadonlyMap<string, Timescale>): Timescale {
  const scale = calendars.get(calendar);
  if (scale === undefined) throw new RangeError(`there is no calendar ${calendar}`);
  return scale;
}
