import { z } from 'zod';
import { fillsPayYear, type PayRule } from '#libs/domain/pay-period.js';
import { isPayPeriodName, type PeriodKind, parsePeriod } from '#libs/domain/period.js';
import { isDay } from '#libs/domain/time.js';
import { day, rule } from '../fields.js';

/** The periods that a ruleset names, and the minimum volumes for each kind of them. */

/** The keys of a calendar, each with the kind of its periods and how they are written. */
export const CALENDAR_KEYS = {
  months: { kind: 'month', written: 'months are written 2018-08' },
  quarters: { kind: 'quarter', written: 'quarters are written 2018-Q3' },
  weeks: { kind: 'week', written: 'ISO weeks are written 2018-W07' },
  years: { kind: 'year', written: 'years are written "2018", in quotes' },
  twelve_months: { kind: 'twelve_months', written: 'twelve months are written 2018-08-12m' },
  pay_periods: { kind: 'pay_period', written: 'pay periods are written 2018-P03' },
} as const satisfies Record<string, { readonly kind: PeriodKind; readonly written: string }>;

export type CalendarKey = keyof typeof CALENDAR_KEYS;

const backwards = rule('PERIOD_INVALID', 'the first period comes before the last', 'Exchange first and last.');

/** The first or the last period, with an example of its form. */
const first = (example: string) => z.string().meta({ description: 'The first period.', examples: [example] });
const last = (example: string) =>
  z
    .string()
    .optional()
    .meta({ description: 'The last period, included. Without it the calendar is open.', examples: [example] });

/** Without `last` the calendar is open: it goes on until another ruleset names a period of this kind. */
const range = (key: Exclude<CalendarKey, 'pay_periods'>, from: string, to: string) =>
  z
    .strictObject({ first: first(from), last: last(to) })
    .refine(
      ({ first: begins, last: ends = begins }) =>
        [begins, ends].every((one) => parsePeriod(one)?.kind === CALENDAR_KEYS[key].kind),
      rule('PERIOD_INVALID', CALENDAR_KEYS[key].written, 'Correct first and last.'),
    )
    .refine(({ first: begins, last: ends = begins }) => begins <= ends, backwards);

const payPeriodName = rule(
  'PERIOD_INVALID',
  CALENDAR_KEYS.pay_periods.written,
  'Write a year and a number of two digits.',
);

const payPeriods = z
  .strictObject({
    first: z
      .string()
      .refine(isPayPeriodName, payPeriodName)
      .meta({ description: 'The first period.', examples: ['2027-P01'] }),
    last: z
      .string()
      .refine(isPayPeriodName, payPeriodName)
      .optional()
      .meta({ description: 'The last period, included. Without it the calendar is open.', examples: ['2027-P12'] }),
    year_begins: day.meta({
      description: 'The day on which the pay year of the first period begins.',
      examples: ['2026-12-28'],
    }),
    weeks: z
      .array(z.int().min(1).max(52))
      .max(52)
      .refine(
        fillsPayYear,
        rule(
          'PERIOD_INVALID',
          'the weeks of the pay periods divide a year of 52',
          'Write weeks that add up to 1, 2, 4, 13, 26 or 52, such as [4, 4, 5].',
        ),
      )
      .meta({
        description: 'Weeks of each period, repeated until the year of 52 weeks is full.',
        examples: [[4, 4, 5], [4], [2]],
      }),
    long_years: z
      .array(z.int().min(2000).max(2999))
      .max(1000)
      .optional()
      .meta({ description: 'Pay years of 53 weeks: their last period is a week longer.', examples: [[2032]] }),
  })
  .refine(
    (own) => !isPayPeriodName(own.first) || !isDay(own.year_begins) || isNear(own),
    rule('PERIOD_INVALID', 'the pay year begins far from the year of its name', 'Correct year_begins.'),
  )
  .refine(
    (own) =>
      !isPayRule(own) ||
      [own.first, own.last ?? own.first].every((one) => parsePeriod(one, payRuleOf(own)) !== undefined),
    rule('PERIOD_INVALID', 'the pay year has fewer periods', 'Correct first and last.'),
  )
  .refine(({ first: from, last: to = from }) => from <= to, backwards);

export const calendarDocument = z
  .strictObject({
    months: range('months', '2027-01', '2027-12')
      .optional()
      .meta({
        description: 'Calendar months.',
        examples: [{ first: '2027-01' }, { first: '2027-01', last: '2027-12' }],
      }),
    quarters: range('quarters', '2027-Q1', '2027-Q4')
      .optional()
      .meta({ description: 'Calendar quarters.', examples: [{ first: '2027-Q1' }] }),
    weeks: range('weeks', '2027-W01', '2027-W52')
      .optional()
      .meta({ description: 'ISO weeks, from Monday to Sunday.', examples: [{ first: '2027-W01' }] }),
    years: range('years', '2027', '2028')
      .optional()
      .meta({ description: 'Calendar years.', examples: [{ first: '2027' }] }),
    twelve_months: range('twelve_months', '2027-12-12m', '2028-12-12m')
      .optional()
      .meta({
        description: 'Periods of twelve months, named by the month with which they end.',
        examples: [{ first: '2027-12-12m' }],
      }),
    pay_periods: payPeriods.optional().meta({
      description: 'Periods by which the company pays, such as 4-4-5 weeks.',
      examples: [{ first: '2027-P01', year_begins: '2026-12-28', weeks: [4, 4, 5] }],
    }),
  })
  .refine(
    (calendar) => Object.values(calendar).some((one) => one !== undefined),
    rule('PERIOD_INVALID', 'a calendar names at least one kind of period', 'Write months: { first: 2027-01 }.'),
  )
  .meta({
    description:
      'The periods that it judges. Without a last period the calendar is open: it goes on until another ruleset names a period of the same kind.',
  });

const volumes = {
  department: z
    .int()
    .min(1)
    .meta({ description: 'Of a department.', examples: [100] }),
  unit: z
    .int()
    .min(1)
    .meta({ description: 'Of a unit.', examples: [30] }),
};
const volumesOf = (periods: string) =>
  z
    .strictObject(volumes)
    .optional()
    .meta({ description: `Other numbers for ${periods}.`, examples: [{ department: 25, unit: 10 }] });

/** For all kinds of periods, and for kinds that need other volumes. */
export const minimumCasesDocument = z
  .strictObject({
    ...volumes,
    months: volumesOf('months'),
    quarters: volumesOf('quarters'),
    weeks: volumesOf('weeks'),
    years: volumesOf('years'),
    twelve_months: volumesOf('twelve months'),
    pay_periods: volumesOf('pay periods'),
  })
  .meta({ description: 'A metric with fewer accountable cases is not measured.' });

interface WrittenPayPeriods {
  readonly first: string;
  readonly year_begins: string;
  readonly weeks: readonly number[];
  readonly long_years?: readonly number[] | undefined;
}

/** Whether the parts of a rule are right, each by itself, so that days can be computed. */
export function isPayRule(pay: WrittenPayPeriods): boolean {
  return isPayPeriodName(pay.first) && isDay(pay.year_begins) && fillsPayYear(pay.weeks) && isNear(pay);
}

/** The pay year 2027 may begin in 2026, 2027 or 2028. */
function isNear({ first: name, year_begins: begins }: WrittenPayPeriods): boolean {
  return Math.abs(Number(begins.slice(0, 4)) - Number(name.slice(0, 4))) <= 1;
}

/** The rule behind the pay periods of a document. */
export function payRuleOf({
  first,
  year_begins: yearBegins,
  weeks,
  long_years: longYears = [],
}: WrittenPayPeriods): PayRule {
  return { year: Number(first.slice(0, 4)), yearBegins, weeks, longYears };
}
