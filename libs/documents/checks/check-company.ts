import { isDay } from '#libs/domain/time.js';
import { parseOpenSpan, WEEKDAYS } from '#libs/domain/working-calendar.js';
import type { CalendarDocument } from '../company/company-document.js';
import { firstOverlap } from '../company/opening-hours.js';
import type { Mistake, Path } from '../finding.js';
import { type Documents, type Found, repeated } from './documents.js';

/** What is wrong inside the calendars of working time. */
export function checkCompany({ company }: Documents): Found[] {
  if (company === undefined) return [];
  const mistakes = Object.entries(company.value.calendars ?? {}).flatMap(([name, calendar]) =>
    calendarMistakes(calendar, ['calendars', name]),
  );
  return mistakes.map((mistake) => ({ file: company.file, mistake }));
}

function calendarMistakes(calendar: CalendarDocument, path: Path): Mistake[] {
  const { half_days: halfDays = [], extra_days: extraDays = [] } = calendar;
  return [
    ...withoutHours(calendar, path),
    ...overlaps(
      WEEKDAYS.map((weekday) => calendar.hours[weekday]),
      (day) => [...path, 'hours', WEEKDAYS[day] ?? ''],
    ),
    ...halfDays.flatMap(({ hours }, place) => overlaps([hours], () => [...path, 'half_days', place, 'hours'])),
    ...extraDays.flatMap(({ hours }, place) => overlaps([hours], () => [...path, 'extra_days', place, 'hours'])),
    ...daysTwice(calendar, path),
    ...daysOfOtherKind(calendar, path),
  ];
}

function withoutHours(calendar: CalendarDocument, path: Path): Mistake[] {
  const { hours, extra_days: extraDays = [] } = calendar;
  if (WEEKDAYS.some((weekday) => hours[weekday].length > 0) || extraDays.length > 0) return [];
  const problem = 'This calendar is never open.';
  const cure = 'Give a weekday hours such as ["09:00-18:00"], or remove the calendar.';
  return [{ path: [...path, 'hours'], atKey: true, reason: 'CALENDAR_WITHOUT_HOURS', problem, cure }];
}

/** @param days  spans of one day, or of the seven of a week */
function overlaps(days: readonly (readonly string[])[], pathOf: (day: number) => Path): Mistake[] {
  const read = days.map((spans) => spans.map(parseOpenSpan));
  if (read.flat().includes(undefined)) return []; // a finding of its own
  const found = firstOverlap(read as Parameters<typeof firstOverlap>[0], days.length === WEEKDAYS.length);
  if (found === undefined) return [];
  return [
    {
      path: [...pathOf(found.day), found.span],
      reason: 'HOURS_OVERLAP',
      problem: 'This span overlaps another one, of the same day or of the night before.',
      cure: 'Let each span begin when the one before has ended, or join them.',
    },
  ];
}

const LISTS = ['holidays', 'half_days', 'extra_days'] as const;

/** Every entry of the three lists with its path. */
function listedDays(calendar: CalendarDocument, path: Path) {
  return LISTS.flatMap((list) =>
    (calendar[list] ?? []).map(({ day }, place) => ({ list, day, path: [...path, list, place, 'day'] })),
  );
}

function daysTwice(calendar: CalendarDocument, path: Path): Mistake[] {
  return repeated(listedDays(calendar, path), ({ day }) => day).map(({ value }) => ({
    path: value.path,
    reason: 'DAY_TWICE',
    problem: `This calendar names ${value.day} twice.`,
    cure: 'Keep one entry: a day is a holiday, a half day or an extra day.',
  }));
}

function daysOfOtherKind(calendar: CalendarDocument, path: Path): Mistake[] {
  return listedDays(calendar, path).flatMap(({ list, day, path: at }): Mistake[] => {
    if (list === 'holidays' || !isDay(day)) return [];
    const weekday = WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? 'monday';
    const isOpen = calendar.hours[weekday].length > 0;
    if (isOpen === (list === 'half_days')) return [];
    const problem = `${day} is a ${weekday}, and on that weekday the calendar is ${isOpen ? 'open' : 'closed'} anyway.`;
    const cure = `Correct the day, or move the entry to ${list === 'half_days' ? 'extra_days' : 'half_days'}.`;
    return [{ path: at, reason: 'DAY_KIND_WRONG', problem, cure }];
  });
}
