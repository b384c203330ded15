import { CALENDAR_KEYS, type CalendarKey } from '#libs/documents/ruleset/calendar-document.js';
import type { NamedPeriods } from '#libs/documents/ruleset/named-periods.js';
import { nextPeriod, type Period, parsePeriod, periodOn } from '#libs/domain/period.js';
import type { Day } from '#libs/domain/time.js';

/**
 * The lines of a calendar that takes over from another one: of each kind the first period that begins after a day and that the other
 * calendar does not end with. It stays open.
 *
 * @param today  rules bind before a period starts, so no period has begun on it
 */
export function draftCalendar(calendar: readonly NamedPeriods[], today: Day): readonly string[] {
  return Object.entries(CALENDAR_KEYS).flatMap(([key, { kind }]) => {
    const named = calendar.find(({ first }) => first.kind === kind);
    return named === undefined ? [] : [lineOf(key as CalendarKey, firstAfter(named, today))];
  });
}

/** The first month of such a calendar or, without months, the first day of what it names first. */
export function firstMonthOf(calendar: readonly NamedPeriods[], today: Day): string {
  const first = calendar.map((named) => firstAfter(named, today).firstDay).sort()[0] ?? today;
  return first.slice(0, 7);
}

function firstAfter({ first, last }: NamedPeriods, today: Day): Period {
  const after = last !== undefined && last.firstDay > today ? last.firstDay : today;
  let period = periodOn(first.kind, after, first.payRule);
  while (period.firstDay <= after) period = nextPeriod(period);
  return period;
}

function lineOf(key: CalendarKey, { name, payRule }: Period): string {
  if (payRule === undefined) return `${key}: { first: ${key === 'years' ? `"${name}"` : name} }`;
  // The pay year of the first period begins with its own first period.
  const begins = parsePeriod(`${name.slice(0, 4)}-P01`, payRule)?.firstDay ?? payRule.yearBegins;
  const longYears = payRule.longYears.filter((year) => year >= Number(name.slice(0, 4)));
  const long = longYears.length === 0 ? '' : `, long_years: [${longYears.join(', ')}]`;
  return `${key}: { first: ${name}, year_begins: ${begins}, weeks: [${payRule.weeks.join(', ')}]${long} }`;
}
