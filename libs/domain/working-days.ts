import { addDays, dayOf, endOfDay, type Instant, startOfDay, type Zone } from './time.js';
import type { Timescale } from './timescale.js';
import { workingCalendar } from './working-calendar.js';
import { FURTHEST_DAYS, workingTime } from './working-time.js';

/** Monday to Friday, for a company that names no calendar: it has no holidays. */
export function weekdaysIn(zone: Zone): Timescale {
  const whole = [{ opensAt: 0, closesAt: 1_440 }];
  const week = { monday: whole, tuesday: whole, wednesday: whole, thursday: whole, friday: whole };
  return workingTime(workingCalendar({ zone, week }));
}

/**
 * The end of a working day: the n-th one after the day of an instant. A working day is one on which the calendar opens at all. So "ten
 * working days" give all people ten whole days, whatever the hour at which they begin.
 *
 * @param days  0 or more; after 0 comes the instant itself
 * @returns     undefined when there are not that many within ten years
 */
export function workingDaysAfter(instant: Instant, days: number, scale: Timescale, zone: Zone): Instant | undefined {
  if (days === 0) return instant;
  const first = dayOf(instant, zone);
  for (let ahead = 1, left = days; ahead <= FURTHEST_DAYS; ahead++) {
    const day = addDays(first, ahead);
    const end = endOfDay(day, zone);
    if (scale.between(startOfDay(day, zone), end) === 0) continue;
    left -= 1;
    if (left === 0) return end;
  }
  return undefined;
}
