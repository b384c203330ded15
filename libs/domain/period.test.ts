import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isInPeriod,
  isPayPeriodName,
  nextPeriod,
  type PeriodKind,
  parsePeriod,
  periodOn,
  periodsFrom,
  periodsThrough,
  previousPeriod,
} from './period.js';
import { addDays } from './time.js';

const period = (name: string) => {
  const found = parsePeriod(name);
  if (found === undefined) throw new Error(`${name} is a period`);
  return found;
};

describe('a period', () => {
  it.each([
    ['a month of 31 days', '2018-08', '2018-08-01', '2018-08-31'],
    ['February of a common year', '2018-02', '2018-02-01', '2018-02-28'],
    ['February of a leap year', '2016-02', '2016-02-01', '2016-02-29'],
    ['December ends with the year', '2017-12', '2017-12-01', '2017-12-31'],
    ['the twelve months that end with August', '2018-08-12m', '2017-09-01', '2018-08-31'],
    ['twelve months that are a calendar year', '2017-12-12m', '2017-01-01', '2017-12-31'],
    ['the first quarter', '2024-Q1', '2024-01-01', '2024-03-31'],
    ['the last quarter', '2026-Q4', '2026-10-01', '2026-12-31'],
    ['an ISO week, which begins on a Monday', '2026-W07', '2026-02-09', '2026-02-15'],
    ['a first week that begins in the year before', '2026-W01', '2025-12-29', '2026-01-04'],
    ['a first week that begins after New Year', '2027-W01', '2027-01-04', '2027-01-10'],
    ['week 53 of a year that has one', '2026-W53', '2026-12-28', '2027-01-03'],
    ['a calendar year', '2028', '2028-01-01', '2028-12-31'],
  ])('%s', (_, name, firstDay, lastDay) => {
    expect(parsePeriod(name)).toMatchObject({ name, firstDay, lastDay });
  });

  it.each([
    '',
    '201',
    '1999',
    '2018-',
    '2018-Q0',
    '2018-Q5',
    '2018-q3',
    '2018Q3',
    '2018-W00',
    '2018-W53', // that year has 52
    '2018-W54',
    '2018-W7',
    '2018-P03', // no company is asked
    '2018-8',
    '2018-13',
    '2018-00',
    '1999-12',
    '2018-08-01',
    '2018-08-3m',
    '2018-08-12m ',
    ' 2018-08',
  ])('is not "%s"', (name) => {
    expect(parsePeriod(name)).toBeUndefined();
  });

  it.each([
    ['2018-08', '2018-07'],
    ['2018-01', '2017-12'],
    ['2018-08-12m', '2017-08-12m'],
    ['2018-Q1', '2017-Q4'],
    ['2021-W01', '2020-W53'],
    ['2018', '2017'],
  ])('before %s comes %s', (name, before) => {
    expect(previousPeriod(period(name)).name).toBe(before);
  });

  const kinds = fc.constantFrom<Exclude<PeriodKind, 'pay_period'>>('month', 'twelve_months', 'quarter', 'week', 'year');
  const days = fc.integer({ min: 366, max: 360_000 }).map((place) => addDays('2000-01-01', place));

  it('begins where the one before ends, so that no day is in both or in neither', () => {
    fc.assert(
      fc.property(kinds, days, (kind, day) => {
        const one = periodOn(kind, day);
        expect(addDays(previousPeriod(one).lastDay, 1)).toBe(one.firstDay);
        expect(isInPeriod(day, one)).toBe(true);
        if (kind !== 'twelve_months') expect(previousPeriod(nextPeriod(one))).toEqual(one);
      }),
    );
  });

  it('is found again by its name, and names of one kind sort as their days do', () => {
    fc.assert(
      fc.property(kinds, days, days, (kind, day, other) => {
        const [one, two] = [periodOn(kind, day), periodOn(kind, other)];
        expect(parsePeriod(one.name)).toEqual(one);
        expect(one.name < two.name).toBe(one.firstDay < two.firstDay);
      }),
    );
  });

  it('holds its first and its last day, and neither neighbour', () => {
    const days = ['2018-07-31', '2018-08-01', '2018-08-31', '2018-09-01'];
    expect(days.map((day) => isInPeriod(day, period('2018-08')))).toEqual([false, true, true, false]);
  });

  it('follows another month by month', () => {
    expect(periodsFrom(period('2017-11'), period('2018-02')).map(({ name }) => name)).toEqual([
      '2017-11',
      '2017-12',
      '2018-01',
      '2018-02',
    ]);
    expect(periodsFrom(period('2018-02'), period('2018-01'))).toEqual([]);
    expect(() => periodsFrom(period('2018-02'), period('2018-02-12m'))).toThrow(RangeError);
  });

  it('follows another until the one that contains a day', () => {
    const names = (first: string, day: string) => periodsThrough(period(first), day).map(({ name }) => name);
    expect(names('2026-W52', '2027-01-04')).toEqual(['2026-W52', '2026-W53', '2027-W01']);
    expect(names('2026-W52', '2027-01-03')).toEqual(['2026-W52', '2026-W53']);
    expect(names('2026-11-12m', '2027-01-01')).toEqual(['2026-11-12m', '2026-12-12m', '2027-01-12m']);
    expect(names('2027-Q2', '2027-03-31')).toEqual([]);
  });

  it('of a company has a name of its own form', () => {
    expect(['2027-P03', '2027-P3', '2027-03', 'P03-2027'].map(isPayPeriodName)).toEqual([true, false, false, false]);
  });
});
