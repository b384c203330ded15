import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedPeriods } from '#libs/documents/ruleset/named-periods.js';
import { type Period, parsePeriod, periodsFrom } from '#libs/domain/period.js';
import { countsOfPeriods } from '../answers/shadow.js';
import { suggestMetrics } from '../answers/suggestion.js';
import { MemoryCounts } from '../fixtures/memory-counts.js';
import { FIRST_TEXT, REAL } from '../fixtures/real-orders.js';
import { parseRuleset } from '../rulesets/ruleset.js';
import { draftCalendar } from './draft-calendar.js';
import { percentOf } from './draft-reasons.js';
import { draftRuleset } from './draft-ruleset.js';

const [FROM, TO] = ['2018-03', '2018-08'].map((name) => parsePeriod(name) as Period) as [Period, Period];
const NOW = Date.UTC(2018, 10, 10);
const SUPPORT = FIRST_TEXT.slice(FIRST_TEXT.indexOf('  support:'));

/** The draft from the real orders of March to August 2018. */
async function draft(baseText: string, minimum = 'department: 100') {
  const text = baseText.replace('department: 100', minimum);
  const base = parseRuleset(text);
  const months = periodsFrom(FROM, TO);
  const counts = new MemoryCounts();
  counts.set({ rows: REAL });
  const view = await counts.read(countsOfPeriods(months));
  const metrics = suggestMetrics(view, { base, months, now: NOW });
  return { metrics, text: draftRuleset({ base, baseText: text, span: '2018-03 to 2018-08', metrics, now: NOW }) };
}

describe('the draft of a ruleset', () => {
  it('keeps everything of the ruleset that it is based on, except anchors, calendar and name', async () => {
    const base = parseRuleset(FIRST_TEXT.replace(SUPPORT, ''));
    const made = parseRuleset((await draft(FIRST_TEXT.replace(SUPPORT, ''))).text);
    const rules = ({ departments }: typeof made) =>
      [...departments].map(([name, own]) => [
        name,
        own.map(({ metric, definition, weightBp }) => [metric, definition, weightBp]),
      ]);
    expect(rules(made)).toEqual(rules(base));
    expect([made.zone, made.minimumCases, made.minimumCoverageBp, made.context]).toEqual([
      base.zone,
      base.minimumCases,
      base.minimumCoverageBp,
      base.context,
    ]);
    expect(made.name).toBe('suggested-2018-12');
  });

  it('keeps where a rate is too high, which no month suggests', async () => {
    const tooHigh = 'too_high: { world_class_ppm: 999000, target_ppm: 999500, floor_ppm: 1001000 }';
    const ranged = FIRST_TEXT.replace('world_class_ppm: 990000\n', `world_class_ppm: 990000\n      ${tooHigh}\n`);
    const { text } = await draft(ranged);
    expect(text.split(`      ${tooHigh}\n`)).toHaveLength(2);
    expect((await draft(FIRST_TEXT)).text).not.toContain('too_high');
  });

  it('says at each anchor what decided, and at each metric what its months were', async () => {
    const { text } = await draft(FIRST_TEXT);
    expect(text).toMatch(/ {6}# 6 months, [\d,]+ cases, [\d,]+ in a typical month: mean [\d.]+ %, low level /);
    expect(text).toMatch(/ {6}floor_ppm: \d+ # the low level, less what chance can take from a typical month\n/);
    expect(text).toMatch(/ {6}# Reference 95 % and 99\.48 %: Amazon asks/);
    expect(text).toContain('      # Before: 80 %, 95 %, 99 %.\n');
  });

  it('has no anchors and a named reason where the months have too few cases', async () => {
    const { text, metrics } = await draft(FIRST_TEXT, 'department: 5000');
    expect(metrics.every(({ suggestion }) => suggestion.kind === 'none')).toBe(true);
    expect(text).toContain(
      '# No anchors, TOO_FEW_MONTHS: 0 of at least 6 months can be used. Left out: 2018-03 to 2018-08 TOO_FEW_CASES.',
    );
    expect(() => parseRuleset(text)).toThrow(/floor_ppm/);
  });
});

describe('the calendar of a draft', () => {
  const drafted = (calendar: object, today: string) => draftCalendar(namedPeriods(calendar), today);

  it('begins with the next period of each kind, so that its rules bind before it starts', () => {
    const calendar = { months: { first: '2018-01' }, quarters: { first: '2018-Q1' }, years: { first: '2018' } };
    expect(drafted(calendar, '2018-11-10')).toEqual([
      'months: { first: 2018-12 }',
      'quarters: { first: 2019-Q1 }',
      'years: { first: "2019" }',
    ]);
  });

  it('begins after the last period that the ruleset before names', () => {
    expect(drafted({ months: { first: '2018-01', last: '2019-06' } }, '2018-11-10')).toEqual([
      'months: { first: 2019-07 }',
    ]);
  });

  it('lets twelve months begin after today, too', () => {
    expect(drafted({ twelve_months: { first: '2018-12-12m' } }, '2018-11-10')).toEqual([
      'twelve_months: { first: 2019-11-12m }',
    ]);
  });

  it('keeps the rule of pay periods in the pay year of its first period', () => {
    const pay = { first: '2018-P01', year_begins: '2018-01-01', weeks: [4, 4, 5], long_years: [2018, 2024] };
    expect(drafted({ pay_periods: pay }, '2018-12-30')).toEqual([
      'pay_periods: { first: 2019-P01, year_begins: 2019-01-07, weeks: [4, 4, 5], long_years: [2024] }',
    ]);
  });

  it('names no period that has begun', () => {
    const days = fc
      .integer({ min: 0, max: 4_000 })
      .map((day) => new Date(Date.UTC(2018, 0, 1 + day)).toISOString().slice(0, 10));
    const calendar = {
      ...{
        months: { first: '2018-01' },
        weeks: { first: '2018-W01', last: '2020-W10' },
        twelve_months: { first: '2018-12-12m' },
      },
      pay_periods: { first: '2018-P01', year_begins: '2018-01-01', weeks: [4, 4, 5], long_years: [2020] },
    };
    fc.assert(
      fc.property(days, (today) => {
        const text = FIRST_TEXT.replace(
          /calendar:\n(?: .*\n|\n)+?\n/,
          `calendar:\n${drafted(calendar, today)
            .map((line) => `  ${line}\n`)
            .join('')}\n`,
        );
        for (const { first } of parseRuleset(text).calendar) expect(first.firstDay > today).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a rate in words', () => {
  it.each([
    [948_325n, '94.83 %'],
    [950_000n, '95 %'],
    [999_983n, '99.9983 %'],
    [1_000_000n, '100 %'],
    [0n, '0 %'],
    [500n, '0.05 %'],
    [100_000n, '10 %'],
  ])('%d is %s', (ppm, words) => {
    expect(percentOf(ppm)).toBe(words);
  });
});
