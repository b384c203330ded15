import { Temporal } from 'temporal-polyfill';

/**
 * An instant: whole milliseconds since 1970-01-01T00:00:00Z. Contracts carry Timestamps, PostgreSQL timestamptz;
 * both are cut to milliseconds where they come in, so that one instant is one number everywhere.
 */
export type Instant = number;

/** A civil date where the customer is, ISO 8601: "2018-03-02". Compares as text. */
export type Day = string;

/** An IANA time zone: "America/Sao_Paulo". */
export type Zone = string;

/** The earliest and latest instants any fact may carry: outside lies a typing error, never a parcel. */
export const EARLIEST: Instant = Date.UTC(2000, 0, 1);

const DAY_MS = 86_400_000;

/** The civil date a clock in that zone shows at that instant. */
export function dayOf(instant: Instant, zone: Zone): Day {
  const offset = steadyOffset(instant, zone);
  return offset === undefined ? zoned(instant, zone).toPlainDate().toString() : isoDay(instant + offset);
}

/**
 * The same wall time some days later (or earlier, when negative): "24 hours" as customers mean it. A wall time that a
 * clock change skips moves forward; one that occurs twice is taken the first time.
 */
export function civilDaysLater(instant: Instant, days: number, zone: Zone): Instant {
  const [from, to] = [steadyOffset(instant, zone), steadyOffset(instant + days * DAY_MS, zone)];
  if (from !== undefined && to !== undefined) return instant + from + days * DAY_MS - to;
  const later = zoned(instant, zone).toPlainDateTime().add({ days });
  return later.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** The first instant of a civil day in that zone; midnight itself where it exists. */
export function startOfDay(day: Day, zone: Zone): Instant {
  const offset = steadyOffset(Date.parse(day), zone);
  if (offset !== undefined) return Date.parse(day) - offset;
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).startOfDay().epochMilliseconds;
}

/** The first instant after a civil day, which is when "by that day" is decided. */
export function endOfDay(day: Day, zone: Zone): Instant {
  return startOfDay(addDays(day, 1), zone);
}

/** The instant a wall time without an offset means: "2018-02-17T23:10:00" in Sao Paulo, the first one when it is repeated. */
export function instantOfWallTime(wallTime: string, zone: Zone): Instant {
  const offset = steadyOffset(Date.parse(`${wallTime}Z`), zone);
  if (offset !== undefined) return Date.parse(`${wallTime}Z`) - offset;
  return Temporal.PlainDateTime.from(wallTime).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

/**
 * The first instant at which the clocks of a zone have reached a wall time of a day. Where a clock change skips that time, it is
 * the change itself; where the time occurs twice, the first. So it never runs backwards: a later wall time is reached no earlier.
 *
 * @param minutes  since midnight; 1440 and more are of the following days
 */
export function clockReaches(day: Day, minutes: number, zone: Zone): Instant {
  const wall = Date.parse(day) + minutes * 60_000;
  const offset = steadyOffset(wall, zone);
  if (offset !== undefined) return wall - offset;
  const plain = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, -1));
  const shown = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  // The library answers for a skipped time with an instant before the change.
  const at = shown.toPlainDateTime().equals(plain) ? shown : (shown.getTimeZoneTransition('next') ?? shown);
  return at.epochMilliseconds;
}

/** The wall time of an instant for people to read: "2018-08-01 18:00". */
export function wallTime(instant: Instant, zone: Zone): string {
  return zoned(instant, zone).toPlainDateTime().toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

/** A civil date some days later or, when negative, earlier. */
export function addDays(day: Day, days: number): Day {
  return isoDay(Date.parse(day) + days * DAY_MS);
}

/** Whole civil days from one date to a later one; negative when it is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** Whether a text is a civil date that exists, written as ISO 8601, from 2000 on. */
export function isDay(text: string): boolean {
  if (!/^2\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = Date.parse(text);
  return !Number.isNaN(parsed) && isoDay(parsed) === text;
}

/** Whether this runtime knows an IANA zone by that name. Offsets such as "+03:00" are not zones: they know no summer. */
export function isZone(text: string): boolean {
  if (!looksLikeZone(text)) return false;
  const known = ZONES.get(text);
  if (known !== undefined) return known;
  const found = isKnownZone(text);
  if (ZONES.size < MOST_ZONES) ZONES.set(text, found);
  return found;
}

/** What was asked before: each fact names a zone, and the library takes ten times as long as checking the rest of a fact. */
const ZONES = new Map<string, boolean>();
/** More than there are. Whatever else callers may name fills it at most once. */
const MOST_ZONES = 2_000;

function looksLikeZone(text: string): boolean {
  return text.length <= 64 && /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(text);
}

function isKnownZone(text: Zone): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The distance of a zone from UTC in milliseconds, where it stays the same from the UTC day before an instant to the day
 * after; undefined near a clock change, where only the library may answer. Judging a million facts asks for a few hundred
 * days, so each is looked up once: 15 to 27 us become less than one.
 */
function steadyOffset(instant: Instant, zone: Zone): number | undefined {
  const day = Math.floor(instant / DAY_MS);
  let days = steadyOffsets.get(zone);
  if (days === undefined || days.size > MOST_DAYS) {
    days = new Map();
    steadyOffsets.set(zone, days);
  }
  if (!days.has(day)) days.set(day, lookUpOffset(day, zone));
  return days.get(day);
}

const steadyOffsets = new Map<Zone, Map<number, number | undefined>>();
/** A century of them is a mistake or an attack: then it starts again. */
const MOST_DAYS = 36_525;

function lookUpOffset(day: number, zone: Zone): number | undefined {
  const [before, at, after] = [day - 1, day, day + 2].map((one) => zoned(one * DAY_MS, zone).offsetNanoseconds);
  return before === at && at === after && at !== undefined ? at / 1_000_000 : undefined;
}

function zoned(instant: Instant, zone: Zone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

/** The civil date of an instant in UTC. Cases lie on few days, and a look-up takes a tenth of making the text. */
function isoDay(instant: Instant): Day {
  const number = Math.floor(instant / DAY_MS);
  const known = ISO_DAYS.get(number);
  if (known !== undefined) return known;
  const day = new Date(instant).toISOString().slice(0, 10);
  if (ISO_DAYS.size < MOST_ISO_DAYS) ISO_DAYS.set(number, day);
  return day;
}

const ISO_DAYS = new Map<number, Day>();
/** More than fifty years. */
const MOST_ISO_DAYS = 20_000;

/** An instant as ISO 8601 in UTC, to the second when it is one: "2018-08-01T03:00:00Z". */
export function isoInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
