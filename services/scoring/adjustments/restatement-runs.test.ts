import { describe, expect, it } from 'vitest';
import { closingOf } from '#libs/documents/ruleset/closing-document.js';
import { nextPeriod, type Period, parsePeriod } from '#libs/domain/period.js';
import { postingPeriodOf, runIn, runsOf } from './restatement-runs.js';

const named = (name: string) => parsePeriod(name) as Period;
const JULY = named('2018-07');
/** From June 2018 on. */
const MONTHS = Array.from({ length: 16 }).reduce<Period[]>(
  (all) => [...all, nextPeriod(all.at(-1) as Period)],
  [named('2018-06')],
);
const into = (ended: readonly string[], inOrder = MONTHS) => postingPeriodOf(JULY, inOrder, new Set(ended))?.name;

describe('the period into which a correction is posted', () => {
  it('is the next one while it is open, whatever became of the corrected one', () =>
    expect([into([]), into(['2018-07'])]).toEqual(['2018-08', '2018-08']));

  it('is the first later one that is neither closed nor voided', () => {
    expect(into(['2018-07', '2018-08', '2018-09'])).toBe('2018-10');
    expect(into(['2018-07', '2018-09'])).toBe('2018-08');
  });

  it('is none when all that have begun have ended', () =>
    expect(into(['2018-08'], MONTHS.slice(0, 3))).toBeUndefined());
});

describe('the runs of a period', () => {
  const runs = runsOf(JULY, MONTHS, closingOf());

  it('go with the next month, the third and the twelfth', () =>
    expect(runs.map(({ run, postingPeriod }) => `${run} ${postingPeriod}`)).toEqual([
      'R1 2018-08',
      'R2 2018-10',
      'RF 2019-07',
    ]));

  it('are where the ruleset says, and those in months that have not begun are not known yet', () => {
    const closing = closingOf({ second_restatement_months: 2, last_restatement_months: 15 });
    expect(runsOf(JULY, MONTHS.slice(0, 5), closing).map(({ postingPeriod }) => postingPeriod)).toEqual([
      '2018-08',
      '2018-09',
    ]);
  });

  it.each([
    ['2018-08', 'R1'],
    ['2018-09', undefined],
    ['2018-10', 'R2'],
    ['2018-11', undefined],
    ['2019-07', 'RF'],
    ['2019-08', undefined],
    [undefined, undefined],
  ])('while %s is open: %s', (postingPeriod, run) => expect(runIn(runs, postingPeriod)?.run).toBe(run));

  it('of a quarter go with quarters', () => {
    const quarters = ['2018-Q2', '2018-Q3', '2018-Q4', '2019-Q1', '2019-Q2'].map(named);
    const found = runsOf(named('2018-Q2'), quarters, closingOf());
    expect(found.map(({ run, postingPeriod }) => `${run} ${postingPeriod}`)).toEqual([
      'R1 2018-Q3',
      'R2 2018-Q3',
      'RF 2019-Q2',
    ]);
  });
});
