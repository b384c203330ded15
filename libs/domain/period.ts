import { type PayRule, payPeriodNamed, payPeriodOn } from './pay-period.js';
import { addDays, type Day, daysBetween } from './time.js';

/** The kinds of periods, in the order in which one of them stands for a company that asks for none. */
export const PERIOD_KINDS = ['month', 'pay_period', 'week', 'quarter', 'year', 'twelve_months'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** A set of civil dates by which cases are gathered, such as a calendar month or an ISO week. */
export interface Period {
  /** As it stands in resource names: "2018-08", "2018-Q3", "2018-W07", "2018", "2018-08-12m" or "2018-P03". */
  readonly name: string;
  readonly kind: PeriodKind;
  readonly firstDay: Day;
  /** Included. */
  readonly lastDay: Day;
  /** Of a pay period: the company's rule, by which its neighbours are found. */
  readonly payRule?: PayRule;
}

/** How periods are written, for messages. */
export const PERIOD_FORMS =
  'a period is written 2018-08 (month), 2018-Q3 (quarter), 2018-W07 (ISO week), 2018 (year), 2018-08-12m (the twelve months ' +
  'that end there) or 2018-P03 (pay period)';

const NAME = /^(?<year>2\d{3})(-((?<month>0[1-9]|1[0-2])(?<twelve>-12m)?|Q(?<quarter>[1-4])|W(?<week>\d{2})|P\d{2}))?$/;

/**
 * The period of that name, from the year 2000 on; undefined for any other text and for a week that its year does not have.
 *
 * @param payRule  what pay periods are; without a rule there are none
 */
export function parsePeriod(name: string, payRule?: PayRule): Period | undefined {
  const { year, month, twelve, quarter, week } = NAME.exec(name)?.groups ?? {};
  if (year === undefined) return undefined;
  if (month !== undefined) return periodOn(twelve === undefined ? 'month' : 'twelve_months', `${year}-${month}-01`);
  if (quarter !== undefined) return periodOn('quarter', firstOf(Number(year) * 12 + (Number(quarter) - 1) * 3));
  // The fourth of January always lies in the first ISO week.
  if (week !== undefined) return named(name, periodOn('week', addDays(`${year}-01-04`, (Number(week) - 1) * 7)));
  if (name === year) return periodOn('year', `${year}-01-01`);
  return payRule === undefined ? undefined : payPeriodNamed(payRule, name);
}

/** Whether a text has the form of a pay period: which days it means, only a company's rule says. */
export function isPayPeriodName(text: string): boolean {
  return /^2\d{3}-P\d{2}$/.test(text);
}

/** The period of the same kind that ends the day before this one begins: no day lies in both. */
export function previousPeriod({ kind, firstDay, payRule }: Period): Period {
  return periodOn(kind, addDays(firstDay, -1), payRule);
}

/** The period that follows in a list: it ends later, by a month when it is twelve months long. */
export function nextPeriod({ kind, lastDay, payRule }: Period): Period {
  return periodOn(kind, addDays(lastDay, 1), payRule);
}

/** All periods of one kind from the first to the last, both included. */
export function periodsFrom(first: Period, last: Period): readonly Period[] {
  if (first.kind !== last.kind) throw new RangeError(`${first.name} and ${last.name} are not of one kind`);
  const periods: Period[] = [];
  for (let period = first; period.lastDay <= last.lastDay; period = nextPeriod(period)) periods.push(period);
  return periods;
}

/** All periods of one kind from the first to the one that contains a day; of twelve months to those that end with its month. */
export function periodsThrough(first: Period, day: Day): readonly Period[] {
  return periodsFrom(first, periodOn(first.kind, day, first.payRule));
}

/** Whether a civil date belongs to the period. */
export function isInPeriod(day: Day, { firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>): boolean {
  return firstDay <= day && day <= lastDay;
}

/**
 * The period of a kind that contains a day; of twelve months those whose last month contains it.
 *
 * @param payRule  what pay periods are; needed for them only
 */
export function periodOn(kind: PeriodKind, day: Day, payRule?: PayRule): Period {
  const month = monthNumber(day);
  switch (kind) {
    case 'month':
      return monthsThrough(month, 1, { kind, name: day.slice(0, 7) });
    case 'twelve_months':
      return monthsThrough(month, 12, { kind, name: `${day.slice(0, 7)}-12m` });
    case 'quarter': {
      const quarter = Math.floor(month / 3);
      return monthsThrough(quarter * 3 + 2, 3, { kind, name: `${day.slice(0, 4)}-Q${(quarter % 4) + 1}` });
    }
    case 'year':
      return monthsThrough(Math.floor(month / 12) * 12 + 11, 12, { kind, name: day.slice(0, 4) });
    case 'week':
      return weekOn(day);
    case 'pay_period':
      if (payRule === undefined) throw new Error('a pay period has a rule');
      return payPeriodOn(payRule, day);
  }
}

/** ISO 8601: weeks begin on Monday, and a week belongs to the year in which its Thursday lies. */
function weekOn(day: Day): Period {
  const monday = addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
  const thursday = addDays(monday, 3);
  const year = thursday.slice(0, 4);
  const number = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return { name: `${year}-W${twoDigits(number)}`, kind: 'week', firstDay: monday, lastDay: addDays(monday, 6) };
}

function named(name: string, period: Period): Period | undefined {
  return period.name === name ? period : undefined;
}

/** Months are counted from year 0, so that arithmetic on them needs no calendar. */
function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function monthsThrough(last: number, months: number, words: Pick<Period, 'kind' | 'name'>): Period {
  return { ...words, firstDay: firstOf(last - months + 1), lastDay: addDays(firstOf(last + 1), -1) };
}

function firstOf(month: number): Day {
  const [year, inYear] = [Math.floor(month / 12), (month % 12) + 1];
  return `${String(year).padStart(4, '0')}-${twoDigits(inYear)}-01`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
