import { type Move, movedTime } from './calendar-moves.js';
import { civilDaysLater, type Instant, type Zone } from './time.js';
import { ELAPSED, type Pause, type Timescale, withoutPauses } from './timescale.js';

/** A limit as a document writes it: `{ seconds: 20 }`, `{ hours: 24 }`, `{ civil_days: 1 }`, `{ working_minutes: 240, calendar: helpdesk }`. */
export type WrittenDuration =
  | { readonly seconds: number }
  | { readonly minutes: number }
  | { readonly hours: number }
  | { readonly civil_days: number }
  | { readonly working_minutes: number; readonly calendar: string }
  | { readonly working_hours: number; readonly calendar: string };

/** How long something may take, as one value for each meaning: an hour is 60 minutes, a civil day is not 24 hours. */
export type Duration =
  | { readonly kind: 'elapsed'; readonly ms: number }
  | { readonly kind: 'civil'; readonly days: number }
  | { readonly kind: 'working'; readonly ms: number; readonly calendar: string };

export type CivilDays = Extract<Duration, { readonly kind: 'civil' }>;

/** The company's calendars of working time by name, as timescales. */
export type Calendars = ReadonlyMap<string, Timescale>;

/** What a due instant depends on besides start and limit. */
export interface Surroundings {
  /** Where the customer is: civil days are those of this zone. */
  readonly zone: Zone;
  readonly calendars: Calendars;
  /** Time in which the limit stands still. */
  readonly pauses?: readonly Pause[];
  /** Moves to other calendars, in order of time. They change limits in working time only, and never how long these are. */
  readonly moves?: readonly Move[];
}

/** Ten years, as long as a due instant is searched. */
const MOST = { seconds: 316_224_000, minutes: 5_270_400, hours: 87_840, days: 3_660 };
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * Reads a limit of a document: exactly one length, a whole number from 1 to ten years, with a calendar if and only if it is
 * working time.
 *
 * @returns undefined for anything else
 */
export function parseDuration(written: unknown): Duration | undefined {
  if (typeof written !== 'object' || written === null) return undefined;
  const { calendar, ...rest } = written as Record<string, unknown>;
  const [[unit, length] = [], ...others] = Object.entries(rest);
  if (others.length > 0 || typeof length !== 'number' || !Number.isInteger(length) || length < 1) return undefined;
  const isWorking = unit === 'working_minutes' || unit === 'working_hours';
  if (isWorking !== (typeof calendar === 'string' && calendar !== '') || (!isWorking && 'calendar' in written))
    return undefined;
  switch (unit) {
    case 'seconds':
      return length > MOST.seconds ? undefined : { kind: 'elapsed', ms: length * SECOND_MS };
    case 'minutes':
      return length > MOST.minutes ? undefined : { kind: 'elapsed', ms: length * MINUTE_MS };
    case 'hours':
      return length > MOST.hours ? undefined : { kind: 'elapsed', ms: length * 60 * MINUTE_MS };
    case 'civil_days':
      return length > MOST.days ? undefined : { kind: 'civil', days: length };
    case 'working_minutes':
      return length > MOST.minutes
        ? undefined
        : { kind: 'working', ms: length * MINUTE_MS, calendar: String(calendar) };
    case 'working_hours':
      return length > MOST.hours
        ? undefined
        : { kind: 'working', ms: length * 60 * MINUTE_MS, calendar: String(calendar) };
    default:
      return undefined;
  }
}

/**
 * When a limit is over. A pause lets it stand still: of working time a pause takes only what would have been worked, of civil days
 * as long as it lasted.
 *
 * @returns undefined when the limit is not reached within ten years, or while a pause has no end
 * @throws {RangeError} for a calendar that is not there: documents were checked on their way in
 */
export function dueAfter(
  start: Instant,
  limit: Duration,
  { zone, calendars, pauses = [], moves = [] }: Surroundings,
): Instant | undefined {
  switch (limit.kind) {
    case 'elapsed':
      return withoutPauses(ELAPSED, pauses).after(start, limit.ms);
    case 'civil':
      return withoutPauses(ELAPSED, pauses).after(start, civilDaysLater(start, limit.days, zone) - start);
    case 'working': {
      const scale = movedTime({ start, calendar: limit.calendar, moves }, calendars);
      return withoutPauses(scale, pauses).after(start, limit.ms);
    }
  }
}
