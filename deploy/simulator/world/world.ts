import { addDays, clockReaches, type Day, dayOf, daysBetween, type Instant } from '#libs/domain/time.js';
import { BY_MONTH, BY_WEEKDAY, ORDERS_BY_HOUR, ZONE } from './retailer.js';
import { type Circumstances, circumstancesOn, type StoryName } from './stories.js';

/** What decides everything that happens: the same world, the same facts. */
export interface World {
  readonly seed: number;
  /** A Monday. Stories count their days from here. */
  readonly firstDay: Day;
  /** Orders of an average day. */
  readonly ordersADay: number;
  readonly stories: readonly StoryName[];
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** What is special about a day of the world. */
export function on(world: World, day: Day): Circumstances {
  return circumstancesOn(world.stories, daysBetween(world.firstDay, day));
}

/** An instant of a day at the retailer. @param minutes  since midnight; 1440 and more are of later days */
export function clock(day: Day, minutes: number): Instant {
  return clockReaches(day, minutes, ZONE);
}

export function dayAt(at: Instant): Day {
  return dayOf(at, ZONE);
}

/** Minutes since midnight at the retailer. */
export function minutesAt(at: Instant): number {
  return Math.floor((at - clock(dayAt(at), 0)) / MINUTE);
}

/** Sites and carriers rest on Sundays. */
export function isWorkday(day: Day): boolean {
  return weekday(day) !== 0;
}

/** The day after as many working days; 0 is the day itself, or Monday for a Sunday. */
export function workdaysLater(day: Day, days: number): Day {
  let found = isWorkday(day) ? day : addDays(day, 1);
  for (let left = days; left > 0; left--) found = isWorkday(addDays(found, 1)) ? addDays(found, 1) : addDays(found, 2);
  return found;
}

/** Orders of a usual day, by season and weekday. */
export function usualOrders({ ordersADay }: World, day: Day): number {
  const season = BY_MONTH[Number(day.slice(5, 7)) - 1] ?? 100;
  return Math.round((ordersADay * season * (BY_WEEKDAY[weekday(day)] ?? 100)) / 10_000);
}

/** A minute of the day for an order, by the rhythm of the day. @param luck  0 to 999,999 */
export function minuteOfOrder(luck: number): number {
  const all = ORDERS_BY_HOUR.reduce((sum, share) => sum + share, 0);
  let left = (luck * all) / 1_000_000;
  for (const [hour, share] of ORDERS_BY_HOUR.entries()) {
    if (left < share) return hour * 60 + Math.floor((left * 60) / share);
    left -= share;
  }
  return 1_439;
}

/** 0 is Sunday. */
function weekday(day: Day): number {
  return new Date(day).getUTCDay();
}
