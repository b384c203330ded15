import { type CelFunc, CelScalar, celFunc } from '@bufbuild/cel';
import {
  addDays,
  civilDaysLater,
  type Day,
  dayOf,
  daysBetween,
  EARLIEST,
  endOfDay,
  type Instant,
  isDay,
  isZone,
  startOfDay,
  type Zone,
} from '#libs/domain/time.js';
import type { Timescale } from '#libs/domain/timescale.js';
import { ExpressionFailure } from './failure.js';
import type { CalendarOf } from './types.js';
import { LATEST, writtenDuration, writtenInstant } from './written.js';

const { STRING: TEXT, INT } = CelScalar;
const MINUTE = 60_000n;
/** Further apart lies no case: more than eight centuries. */
const MOST_DAYS = 300_000n;

/** The functions of the domain. They are pure: what they know of the company are its calendars. */
export function domainFunctions(calendarOf: CalendarOf): CelFunc[] {
  const calendar = (name: string): Timescale => {
    const found = calendarOf(name);
    if (found === undefined) throw new ExpressionFailure('LIMIT_NEVER_REACHED');
    return found;
  };
  return [
    celFunc('startOfDay', [TEXT, TEXT], INT, (day, zone) => BigInt(startOfDay(existing(day), known(zone)))),
    celFunc('endOfDay', [TEXT, TEXT], INT, (day, zone) => BigInt(endOfDay(existing(day), known(zone)))),
    celFunc('dayOf', [INT, TEXT], TEXT, (at, zone) => dayOf(inRange(at), known(zone))),
    celFunc('civilDaysLater', [TEXT, INT], TEXT, (day, days) => existing(addDays(existing(day), few(days)))),
    celFunc('civilDaysLater', [INT, INT, TEXT], INT, (at, days, zone) =>
      BigInt(civilDaysLater(inRange(at), few(days), known(zone))),
    ),
    celFunc('daysBetween', [TEXT, TEXT], INT, (from, to) => BigInt(daysBetween(existing(from), existing(to)))),
    celFunc('minutesBetween', [INT, INT], INT, (from, to) => (to - from) / MINUTE),
    celFunc('workedBy', [INT, INT, TEXT], INT, (start, minutes, name) => {
      if (minutes < 0n || minutes > MOST_WORKED_MINUTES) throw new ExpressionFailure('OUT_OF_RANGE');
      const at = calendar(name).after(inRange(start), Number(minutes * MINUTE));
      if (at === undefined) throw new ExpressionFailure('LIMIT_NEVER_REACHED');
      return BigInt(at);
    }),
    celFunc('workingMinutes', [INT, INT, TEXT], INT, (from, until, name) => {
      const [start, end] = [inRange(from), inRange(until)];
      if (end - start > MOST_WORKED_MS) throw new ExpressionFailure('OUT_OF_RANGE');
      return BigInt(Math.floor(calendar(name).between(start, end) / Number(MINUTE)));
    }),
    celFunc('day', [TEXT], TEXT, existing),
    celFunc('timestamp', [TEXT], INT, (text) => BigInt(written(writtenInstant(text)))),
    celFunc('duration', [TEXT], INT, (text) => BigInt(written(writtenDuration(text)))),
  ];
}

/** Longer working time would cost more than an evaluation may cost: 100 days, and 400 hours of work. */
const MOST_WORKED_MS = 100 * 86_400_000;
const MOST_WORKED_MINUTES = 24_000n;

function existing(day: string): Day {
  if (!isDay(day)) throw new ExpressionFailure('OUT_OF_RANGE');
  return day;
}

const zones = new Set<Zone>();

function known(zone: string): Zone {
  if (zones.has(zone)) return zone;
  if (!isZone(zone)) throw new ExpressionFailure('ZONE_UNKNOWN');
  // There are about 600 zones, so this stays small.
  zones.add(zone);
  return zone;
}

function inRange(at: bigint): Instant {
  const instant = Number(at);
  if (!(instant >= EARLIEST && instant <= LATEST)) throw new ExpressionFailure('OUT_OF_RANGE');
  return instant;
}

function few(days: bigint): number {
  if (days > MOST_DAYS || days < -MOST_DAYS) throw new ExpressionFailure('OUT_OF_RANGE');
  return Number(days);
}

function written<T>(value: T | undefined): T {
  if (value === undefined) throw new ExpressionFailure('NOT_EVALUATED');
  return value;
}
