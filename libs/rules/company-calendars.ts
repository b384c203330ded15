import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import { workingHoursOf } from '#libs/documents/company/working-hours.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Calendars } from '#libs/domain/duration.js';
import { type Day, type Instant, instantOfWallTime, type Zone } from '#libs/domain/time.js';
import { inTurns, type Timescale } from '#libs/domain/timescale.js';
import { calendarInTurns, type HoursFrom } from '#libs/domain/working-calendar.js';
import { workingTime } from '#libs/domain/working-time.js';
import type { Statement } from './held-late.js';
import { type Turn, versionsOf } from './versions.js';

/**
 * The calendars of a company, composed day by day: the hours of a day are those of the version that holds on it. So the holidays of next
 * year are a version of their own, and a limit that runs over New Year uses both. A calendar that a version lacks keeps its hours, and
 * has those of its first version before that one.
 */
export function companyCalendars(turns: readonly Turn<CompanyDocument>[]): Calendars {
  const names = new Set(turns.flatMap(({ value }) => Object.keys(value.calendars ?? {})));
  return new Map([...names].map((name) => [name, timescaleOf(name, turns)]));
}

/** Since when the company has a calendar. */
export interface CalendarBegin {
  /** The first day, by the clocks of the calendar; unset for one that the first version lists: the company always had it. */
  readonly from?: Day;
  readonly zone: Zone;
}

/** Since when the company has each calendar: from the first day of the first version that lists it. */
export function calendarBegins(turns: readonly Turn<CompanyDocument>[]): ReadonlyMap<string, CalendarBegin> {
  const begins = new Map<string, CalendarBegin>();
  for (const [place, { from, value }] of turns.entries()) {
    for (const [name, { zone }] of Object.entries(value.calendars ?? {})) {
      if (!begins.has(name)) begins.set(name, { ...(place > 0 && { from }), zone });
    }
  }
  return begins;
}

/** What each version of the company says of each calendar. A version that lacks a calendar says nothing of it. */
export function calendarStatements(documents: readonly PublishedDocument[]): ReadonlyMap<string, readonly Statement[]> {
  const versions = versionsOf<CompanyDocument>(documents, 'company');
  const names = new Set(versions.flatMap(({ value }) => Object.keys(value.calendars ?? {})));
  const statementsOf = (name: string) =>
    versions.flatMap(({ publishedAt, value: { valid_from: from, zone, calendars } }): Statement[] => {
      const hours = calendars?.[name] && workingHoursOf(calendars[name]);
      return hours === undefined ? [] : [{ from, publishedAt, zone, says: canonicalJson(hours) }];
    });
  return new Map([...names].map((name) => [name, statementsOf(name)]));
}

function timescaleOf(name: string, turns: readonly Turn<CompanyDocument>[]): Timescale {
  const hours = turns.flatMap(({ from, value }): HoursFrom[] => {
    const written = value.calendars?.[name];
    const own = written && workingHoursOf(written);
    return own === undefined ? [] : [{ from, hours: own }];
  });
  const zones = hours.reduce<HoursFrom[][]>((runs, one) => {
    const run = runs.at(-1);
    if (run?.[0]?.hours.zone === one.hours.zone) run.push(one);
    else runs.push([one]);
    return runs;
  }, []);
  const scales = zones.map((run) => ({ from: beginOf(run[0] as HoursFrom), scale: workingTime(calendarInTurns(run)) }));
  // A team that moves to another zone works by the old clocks until the first day of the new ones begins there.
  return scales.length === 1 && scales[0] !== undefined ? scales[0].scale : inTurns(scales);
}

function beginOf({ from, hours }: { readonly from: string; readonly hours: { readonly zone: Zone } }): Instant {
  return instantOfWallTime(`${from}T00:00:00`, hours.zone);
}
