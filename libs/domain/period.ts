import { addDays, type Day } from './time.js';

/** A set of civil dates by which cases are gathered: a calendar month, or the twelve months that end with one. */
export interface Period {
  /** "2018-08" or "2018-08-12m": as it stands in resource names. */
  readonly name: string;
  readonly months: 1 | 12;
  readonly firstDay: Day;
  /** Included. */
  readonly lastDay: Day;
}

const PERIOD = /^(2\d{3})-(0[1-9]|1[0-2])(-12m)?$/;

/** The period of that name, from the year 2000 on; undefined for any other text. */
export function parsePeriod(name: string): Period | undefined {
  const [, year, month, twelve] = PERIOD.exec(name) ?? [];
  if (year === undefined || month === undefined) return undefined;
  return periodEnding(Number(year) * 12 + Number(month) - 1, twelve === undefined ? 1 : 12);
}

/** The period of the same length that ends the day before this one begins: no day lies in both. */
export function previousPeriod({ months, lastDay }: Period): Period {
  return periodEnding(monthNumber(lastDay) - months, months);
}

/** All periods of one length from the first to the last, each a month after the other; both included. */
export function periodsFrom(first: Period, last: Period): readonly Period[] {
  if (first.months !== last.months) throw new RangeError(`${first.name} and ${last.name} are not of one length`);
  const start = monthNumber(first.lastDay);
  const count = Math.max(0, monthNumber(last.lastDay) - start + 1);
  return Array.from({ length: count }, (_, step) => periodEnding(start + step, first.months));
}

/** Whether a civil date belongs to the period. */
export function isInPeriod(day: Day, { firstDay, lastDay }: Period): boolean {
  return firstDay <= day && day <= lastDay;
}

/** Months are counted from year 0, so that arithmetic on them needs no calendar. */
function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function periodEnding(lastMonth: number, months: 1 | 12): Period {
  return {
    name: firstOf(lastMonth).slice(0, 7) + (months === 12 ? '-12m' : ''),
    months,
    firstDay: firstOf(lastMonth - months + 1),
    lastDay: addDays(firstOf(lastMonth + 1), -1),
  };
}

function firstOf(month: number): Day {
  const [year, inYear] = [Math.floor(month / 12), (month % 12) + 1];
  return `${String(year).padStart(4, '0')}-${String(inYear).padStart(2, '0')}-01`;
}
