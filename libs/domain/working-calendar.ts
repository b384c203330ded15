import { addDays, clockReaches, type Day, dayOf, type Instant, isDay, isZone, type Zone } from './time.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A stretch of a day in which a team works, by the clocks of its zone. Breaks are the gaps between the spans of a day. */
export interface OpenSpan {
  /** Minutes since midnight of the day it belongs to, 0–1439. */
  readonly opensAt: number;
  /** Minutes since the same midnight: more than opensAt, at most a day later. Beyond 1440 it ends on the next day. */
  readonly closesAt: number;
}

/** When a team works. Spans may overlap, also a night and the morning after it: no minute counts twice. */
export interface WorkingHours {
  /** Hours and holidays are those of this zone, wherever the customer is. */
  readonly zone: Zone;
  /** A weekday that is missing is closed. */
  readonly week: Readonly<Partial<Record<Weekday, readonly OpenSpan[]>>>;
  /**
   * Days on which other spans open than on their weekday: none on a public holiday, fewer on a half day, any on an extra day.
   * The night that began on the evening before a holiday still ends on the holiday.
   */
  readonly days?: Readonly<Record<Day, readonly OpenSpan[]>>;
}

/** Working hours, ready to measure time. It never changes: other hours are another calendar, and every due instant is asked anew. */
export interface WorkingCalendar {
  readonly zone: Zone;
  /** No span opens on any day, so no limit is ever reached. A linter refuses such a calendar. */
  readonly hasNoHours: boolean;
  /** The open time of a civil day of its zone, computed once. */
  openOn(dayNumber: number): OpenTime;
}

/** The open time of one civil day: spans in order of time, apart from each other, from and until in turns. */
export interface OpenTime {
  readonly edges: readonly Instant[];
  /** All of them together, in milliseconds. */
  readonly totalMs: number;
  /** The first instant after the day. */
  readonly dayEnds: Instant;
}

const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;
/** A century of them is a mistake or an attack: then the memory of a calendar starts again. */
const MOST_DAYS = 36_525;

/**
 * A calendar of these hours. A time that a clock change skips is the change itself, and of one that occurs twice the first counts:
 * a night from 22:00 to 06:00 has seven hours in spring and nine in autumn.
 *
 * @throws {RangeError} for an unknown zone, a day that does not exist, or a span out of range: all were checked on their way in
 */
export function workingCalendar(hours: WorkingHours): WorkingCalendar {
  return calendarOf(hours.zone, daysOf(hours));
}

/** Hours that hold from a day on, by the clocks of their zone. */
export interface HoursFrom {
  readonly from: Day;
  readonly hours: WorkingHours;
}

/**
 * One calendar of hours that follow each other: each day has the hours that hold on it. A night belongs to the evening on which it begins.
 *
 * @param turns  of one zone, in order of time; the first one holds on all days before it, too
 * @throws {RangeError} as `workingCalendar`, and for no hours or hours of another zone
 */
export function calendarInTurns(turns: readonly HoursFrom[]): WorkingCalendar {
  const [first] = turns;
  if (first === undefined) throw new RangeError('a calendar needs hours');
  const foreign = turns.find(({ hours }) => hours.zone !== first.hours.zone);
  if (foreign !== undefined) throw new RangeError(`hours of ${foreign.hours.zone} among those of ${first.hours.zone}`);
  const read = turns.map(({ from, hours }) => ({ from: Date.parse(from) / DAY_MS, ...daysOf(hours) }));
  const holdsOn = (day: number) => read.findLast(({ from }) => from <= day) ?? (read[0] as (typeof read)[number]);
  return calendarOf(first.hours.zone, {
    spansOf: (day) => holdsOn(day).spansOf(day),
    hasNoHours: read.every(({ hasNoHours }) => hasNoHours),
  });
}

interface Days {
  readonly spansOf: (day: number) => readonly OpenSpan[];
  readonly hasNoHours: boolean;
}

function daysOf(hours: WorkingHours): Days {
  check(hours);
  const { week, days = {} } = structuredClone(hours);
  const special = new Map(Object.entries(days).map(([day, spans]) => [Date.parse(day) / DAY_MS, spans]));
  const weekly = WEEKDAYS.map((weekday) => week[weekday] ?? []);
  return {
    // 1970-01-01 was a Thursday.
    spansOf: (day) => special.get(day) ?? weekly[(((day + 3) % 7) + 7) % 7] ?? [],
    hasNoHours: [...weekly, ...special.values()].every((spans) => spans.length === 0),
  };
}

function calendarOf(zone: Zone, { spansOf, hasNoHours }: Days): WorkingCalendar {
  const known = new Map<number, OpenTime>();
  return {
    zone,
    hasNoHours,
    openOn(day) {
      const found = known.get(day);
      if (found !== undefined) return found;
      if (known.size >= MOST_DAYS) known.clear();
      const open = openTime(day, spansOf(day), spansOf(day - 1), zone);
      known.set(day, open);
      return open;
    },
  };
}

/** The civil day that the clocks of a zone show, counted from 1970-01-01. */
export function dayNumberOf(instant: Instant, zone: Zone): number {
  return Date.parse(dayOf(instant, zone)) / DAY_MS;
}

const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/**
 * Reads "09:00-12:30" or "00:00-24:00". A span that ends at or before its start ends on the next day: "22:00-06:00", and
 * "09:00-09:00" is a whole day from nine to nine.
 *
 * @returns undefined for a time of day that does not exist, and for any other text
 */
export function parseOpenSpan(text: string): OpenSpan | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = SPAN.exec(text) ?? [];
  if (fromHour === undefined) return undefined;
  const opensAt = Number(fromHour) * 60 + Number(fromMinute);
  const end = toHour === undefined ? DAY_MINUTES : Number(toHour) * 60 + Number(toMinute);
  return { opensAt, closesAt: end > opensAt ? end : end + DAY_MINUTES };
}

/** Joins what opens on a day with the rest of the night before, cut to the day. */
function openTime(day: number, own: readonly OpenSpan[], before: readonly OpenSpan[], zone: Zone): OpenTime {
  const nights = before.map(({ opensAt, closesAt }) => ({
    opensAt: Math.max(0, opensAt - DAY_MINUTES),
    closesAt: closesAt - DAY_MINUTES,
  }));
  const spans = [...nights.filter(({ closesAt }) => closesAt > 0), ...own].sort((a, b) => a.opensAt - b.opensAt);
  const name = addDays('1970-01-01', day);
  const edges: Instant[] = [];
  let last = 0;
  for (const { opensAt, closesAt } of spans) {
    const from = Math.max(opensAt, last);
    const until = Math.min(closesAt, DAY_MINUTES);
    if (until <= from) continue;
    edges.push(clockReaches(name, from, zone), clockReaches(name, until, zone));
    last = until;
  }
  const totalMs = edges.reduce((sum, edge, place) => sum + (place % 2 === 0 ? -edge : edge), 0);
  return { edges, totalMs, dayEnds: clockReaches(name, DAY_MINUTES, zone) };
}

function check({ zone, week, days = {} }: WorkingHours): void {
  if (!isZone(zone)) throw new RangeError(`${zone} is no time zone`);
  const strange = Object.keys(days).find((day) => !isDay(day));
  if (strange !== undefined) throw new RangeError(`${strange} is no civil day`);
  for (const span of [...Object.values(week), ...Object.values(days)].flat()) {
    const { opensAt, closesAt } = span;
    const isWhole = Number.isInteger(opensAt) && Number.isInteger(closesAt);
    if (!isWhole || opensAt < 0 || opensAt >= DAY_MINUTES || closesAt <= opensAt || closesAt > opensAt + DAY_MINUTES) {
      throw new RangeError(`a span from minute ${opensAt} to minute ${closesAt} of a day`);
    }
  }
}
