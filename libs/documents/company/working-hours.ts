import type { Day } from '#libs/domain/time.js';
import { type OpenSpan, parseOpenSpan, WEEKDAYS, type WorkingHours } from '#libs/domain/working-calendar.js';
import type { CalendarDocument } from './company-document.js';

/**
 * The calendar of a document as working time measures it: a holiday is a day without hours, half days and extra days have their own.
 *
 * @returns undefined when a span or a day is not one: the linter has found that already
 */
export function workingHoursOf(calendar: CalendarDocument): WorkingHours | undefined {
  const { zone, hours, holidays = [], half_days: halfDays = [], extra_days: extraDays = [] } = calendar;
  const week = WEEKDAYS.map((weekday) => [weekday, spansOf(hours[weekday])] as const);
  const days = [
    ...holidays.map(({ day }) => [day, [] as readonly OpenSpan[]] as const),
    ...[...halfDays, ...extraDays].map((one) => [one.day, spansOf(one.hours)] as const),
  ];
  if ([...week, ...days].some(([, spans]) => spans === undefined)) return undefined;
  return {
    zone,
    week: Object.fromEntries(week) as WorkingHours['week'],
    days: Object.fromEntries(days) as Readonly<Record<Day, readonly OpenSpan[]>>,
  };
}

function spansOf(texts: readonly string[]): readonly OpenSpan[] | undefined {
  const spans = texts.flatMap((text) => parseOpenSpan(text) ?? []);
  return spans.length === texts.length ? spans : undefined;
}
