import { describe, expect, it } from 'vitest';
import type { Period } from '#libs/domain/period.js';
import { FIRST_TEXT } from '../fixtures/real-orders.js';
import { periodNamed } from './period-named.js';
import { parseRuleset } from './ruleset.js';
import { type Rulesets, rulesetsOf } from './rulesets.js';

const text = FIRST_TEXT;
const CALENDAR = /calendar:\n(?: {2}.*\n)+/;

/** The first ruleset with another name and calendar. */
function ruleset(name: string, calendar: string, minimumCases = '{ department: 100, unit: 30 }') {
  const changed = text
    .replace('ruleset: 2018-first', `ruleset: ${name}`)
    .replace(CALENDAR, `calendar: ${calendar}\n`)
    .replace('{ department: 100, unit: 30 }', minimumCases);
  return parseRuleset(changed);
}

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const named = (periods: readonly Period[]) => periods.map(({ name }) => name);
const judge = (rulesets: Rulesets, name: string) => rulesets.for(periodNamed(rulesets, name, 'name'))?.name;
const PAY = "first: 2027-P01, year_begins: '2026-12-28', weeks: [4, 4, 5]";

describe('an open calendar', () => {
  const open = rulesetsOf([ruleset('open', '{ months: { first: 2027-01 } }')]);

  it('judges every month from its first on', () => {
    expect(['2026-12', '2027-01', '2061-07'].map((name) => judge(open, name))).toEqual([undefined, 'open', 'open']);
    expect(open.words('month')).toBe('2027-01 and later');
  });

  it('lists the months that have begun, in the zone of the company', () => {
    expect(named(open.periods('month', at('2026-12-31')))).toEqual([]);
    expect(named(open.periods('month', at('2027-03-01')))).toEqual(['2027-01', '2027-02', '2027-03']);
    // 02:00 UTC on 1 March is still February in Sao Paulo.
    expect(named(open.periods('month', Date.parse('2027-03-01T02:00:00Z')))).toEqual(['2027-01', '2027-02']);
  });

  it('ends where another ruleset names the next month, and does not begin again when that one ends', () => {
    const later = ruleset('later', '{ months: { first: 2027-06, last: 2027-07 } }');
    const rulesets = rulesetsOf([later, ruleset('open', '{ months: { first: 2027-01 } }')]);
    expect(['2027-05', '2027-06', '2027-07', '2027-08'].map((name) => judge(rulesets, name))).toEqual([
      'open',
      'later',
      'later',
      undefined,
    ]);
    expect(named(rulesets.periods('month', at('2027-12-01')))).toEqual([
      ...['2027-01', '2027-02', '2027-03', '2027-04', '2027-05', '2027-06', '2027-07'],
    ]);
    expect(rulesets.words('month')).toBe('2027-01 to 2027-07');
  });

  it('goes on for kinds of periods that the other ruleset does not name', () => {
    const both = ruleset('both', '{ months: { first: 2027-01 }, weeks: { first: 2027-W01 } }');
    const rulesets = rulesetsOf([both, ruleset('months', '{ months: { first: 2027-06 } }')]);
    expect(judge(rulesets, '2027-06')).toBe('months');
    expect(judge(rulesets, '2027-W30')).toBe('both');
  });

  it.each([
    ['quarters', '{ quarters: { first: 2027-Q2 } }', '2027-Q1', '2027-Q2'],
    ['weeks', '{ weeks: { first: 2026-W53 } }', '2026-W52', '2026-W53'],
    ['years', '{ years: { first: "2027" } }', '2026', '2027'],
    ['twelve months', '{ twelve_months: { first: 2027-12-12m } }', '2027-11-12m', '2027-12-12m'],
    ['pay periods', `{ pay_periods: { ${PAY} } }`, '2026-P12', '2027-P01'],
  ])('of %s alone begins with its first one', (_, calendar, before, first) => {
    const rulesets = rulesetsOf([ruleset('own', calendar)]);
    expect([judge(rulesets, before), judge(rulesets, first)]).toEqual([undefined, 'own']);
    expect(rulesets.usualKind).toBe(periodNamed(rulesets, first, 'name').kind);
    expect(named(rulesets.periods(rulesets.usualKind, at('2027-12-30')))[0]).toBe(first);
    expect(rulesets.periods(rulesets.usualKind, at('2026-11-01'))).toEqual([]);
  });

  it('lists a calendar with an end whole, also before it has begun', () => {
    const closed = rulesetsOf([ruleset('closed', '{ quarters: { first: 2027-Q1, last: 2027-Q4 } }')]);
    expect(named(closed.periods('quarter', at('2026-11-01')))).toEqual(['2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4']);
  });
});

describe('rulesets are refused', () => {
  it.each([
    [
      'that begin with the same period',
      '{ weeks: { first: 2027-W01 } }',
      '{ weeks: { first: 2027-W01 } }',
      '2027-W01 is named by',
    ],
    [
      'of which one has an end within the other',
      '{ quarters: { first: 2027-Q1, last: 2027-Q3 } }',
      '{ quarters: { first: 2027-Q3 } }',
      '2027-Q3 is named by the rulesets one and two',
    ],
    [
      'whose pay periods share days',
      `{ pay_periods: { ${PAY} } }`,
      "{ pay_periods: { first: 2028-P01, year_begins: '2027-12-20', weeks: [4] } }",
      '2027-P12 of the ruleset one ends after 2028-P01 of two begins',
    ],
  ])('%s', (_, one, two, says) => {
    expect(() => rulesetsOf([ruleset('one', one), ruleset('two', two)])).toThrow(says);
  });

  it.each([
    ['without any period', '{}', 'at least one kind'],
    ['with a month among quarters', '{ quarters: { first: 2027-03 } }', 'quarters are written 2018-Q3'],
    ['with a week that its year does not have', '{ weeks: { first: 2027-W53 } }', 'weeks are written 2018-W07'],
    ['with a year without quotes', '{ years: { first: 2027 } }', 'calendar.years.first'],
    ['that ends before it begins', '{ weeks: { first: 2027-W09, last: 2027-W08 } }', 'comes before the last'],
    ['with pay periods of no rule', '{ pay_periods: { first: 2027-P01 } }', 'year_begins'],
    ['with a pay year of 39 weeks', `{ pay_periods: { ${PAY.replace('4, 4, 5', '13, 26')} } }`, 'divide a year of 52'],
    [
      'with a pay year that begins years away',
      `{ pay_periods: { ${PAY.replace('2026-12', '2024-12')} } }`,
      'begins far from',
    ],
    ['with more pay periods than a year has', `{ pay_periods: { ${PAY}, last: 2027-P13 } }`, 'fewer periods'],
    [
      'with a name that is no pay period',
      `{ pay_periods: { ${PAY.replace('2027-P01', '2027-01')} } }`,
      'written 2018-P03',
    ],
    ['with a kind that does not exist', '{ days: { first: 2027-01-01 } }', 'days'],
  ])('one by one: %s', (_, calendar, says) => {
    expect(() => ruleset('wrong', calendar)).toThrow(says);
  });
});

describe('pay periods', () => {
  const second = "{ pay_periods: { first: 2028-P01, year_begins: '2027-12-27', weeks: [4] } }";
  const rulesets = rulesetsOf([ruleset('quarterly', `{ pay_periods: { ${PAY} } }`), ruleset('four-weekly', second)]);

  it('have the days of the ruleset that names them', () => {
    expect(rulesets.period('2027-P12')).toMatchObject({ firstDay: '2027-11-22', lastDay: '2027-12-26' });
    expect(rulesets.period('2028-P13')).toMatchObject({ firstDay: '2028-11-27', lastDay: '2028-12-24' });
    expect([judge(rulesets, '2027-P12'), judge(rulesets, '2028-P13')]).toEqual(['quarterly', 'four-weekly']);
  });

  it('have the one before them also when another ruleset named it', () => {
    const first = periodNamed(rulesets, '2028-P01', 'name');
    const before = rulesets.before(first);
    expect([before.name, before.lastDay, rulesets.for(before)?.name]).toEqual(['2027-P12', '2027-12-26', 'quarterly']);
    expect(rulesets.before(before).name).toBe('2027-P11');
  });

  it('are unknown where no ruleset has a rule for them', () => {
    const none = rulesetsOf([ruleset('months', '{ months: { first: 2027-01 } }')]);
    expect(() => periodNamed(none, '2027-P03', 'name')).toThrow('no ruleset names pay periods');
    expect(() => periodNamed(rulesets, '2027-P13', 'name')).toThrow('a period is written');
  });
});

describe('minimum volumes', () => {
  it('are those of the kind of period, where the ruleset states them', () => {
    const own = ruleset(
      'own',
      '{ months: { first: 2027-01 }, weeks: { first: 2027-W01 } }',
      '{ department: 100, unit: 30, weeks: { department: 25, unit: 8 } }',
    );
    expect(own.minimumCases.month).toEqual({ department: 100n, unit: 30n });
    expect(own.minimumCases.week).toEqual({ department: 25n, unit: 8n });
  });
});
