import { addDays, type Day, daysBetween } from './time.js';

/**
 * The periods by which a company pays, as a rule instead of a list, so that they go on: a pay year has 52 weeks, which a pattern
 * such as 4-4-5 divides, and in some years a week more.
 */
export interface PayRule {
  /** A pay year, and the day on which it begins. All others follow from it. */
  readonly year: number;
  readonly yearBegins: Day;
  /** Weeks of each period, repeated until the year is full: [4, 4, 5], [4], [2], or a whole year that adds up to 52. */
  readonly weeks: readonly number[];
  /** Years of 53 weeks: their last period is a week longer. */
  readonly longYears: readonly number[];
}

/** A pay period with its rule. */
export interface PayPeriod {
  /** "2027-P03" */
  readonly name: string;
  readonly kind: 'pay_period';
  readonly firstDay: Day;
  /** Included. */
  readonly lastDay: Day;
  readonly payRule: PayRule;
}

const WEEKS = 52;

/** Whether a pattern fills a pay year: whole weeks, at most 99 periods, so that two digits name each. */
export function fillsPayYear(weeks: readonly number[]): boolean {
  const sum = weeks.reduce((all, one) => all + one, 0);
  return weeks.every((one) => Number.isInteger(one) && one > 0) && sum > 0 && WEEKS % sum === 0;
}

/** The pay period that contains a day. */
export function payPeriodOn(rule: PayRule, day: Day): PayPeriod {
  let year = rule.year + Math.floor(daysBetween(rule.yearBegins, day) / (WEEKS * 7));
  while (yearBegins(rule, year) > day) year--;
  while (yearBegins(rule, year + 1) <= day) year++;
  const found = periodsOf(rule, year).find(({ lastDay }) => day <= lastDay);
  if (found === undefined) throw new RangeError(`the pay year ${year} does not reach ${day}`);
  return found;
}

/** The pay period "2027-P03"; undefined when its year has fewer. */
export function payPeriodNamed(rule: PayRule, name: string): PayPeriod | undefined {
  return periodsOf(rule, Number(name.slice(0, 4))).find((period) => period.name === name);
}

function periodsOf(rule: PayRule, year: number): readonly PayPeriod[] {
  const pattern = rule.weeks.reduce((all, one) => all + one, 0);
  const weeks = Array.from({ length: WEEKS / pattern }, () => rule.weeks).flat();
  const end = yearBegins(rule, year + 1);
  let firstDay = yearBegins(rule, year);
  return weeks.map((length, place) => {
    const next = place === weeks.length - 1 ? end : addDays(firstDay, length * 7);
    const name = `${String(year).padStart(4, '0')}-P${String(place + 1).padStart(2, '0')}`;
    const period: PayPeriod = { name, kind: 'pay_period', firstDay, lastDay: addDays(next, -1), payRule: rule };
    firstDay = next;
    return period;
  });
}

function yearBegins({ year: known, yearBegins: begins, longYears }: PayRule, year: number): Day {
  const isLater = year >= known;
  const [from, until] = isLater ? [known, year] : [year, known];
  const long = new Set(longYears.filter((one) => from <= one && one < until)).size;
  const weeks = (until - from) * WEEKS + long;
  return addDays(begins, (isLater ? weeks : -weeks) * 7);
}
