import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillsPayYear, type PayRule, payPeriodNamed, payPeriodOn } from './pay-period.js';
import { nextPeriod, parsePeriod, periodsFrom, previousPeriod } from './period.js';
import { addDays, daysBetween } from './time.js';

const rule: PayRule = { year: 2027, yearBegins: '2026-12-28', weeks: [4, 4, 5], longYears: [2032] };
const period = (name: string) => payPeriodNamed(rule, name) ?? expect.fail(`${name} is a pay period`);

describe('a pay period of 4-4-5 weeks', () => {
  it.each([
    ['the first of the year', '2027-P01', '2026-12-28', '2027-01-24'],
    ['the third, of five weeks', '2027-P03', '2027-02-22', '2027-03-28'],
    ['the last of the year', '2027-P12', '2027-11-22', '2027-12-26'],
    ['the first of the next year', '2028-P01', '2027-12-27', '2028-01-23'],
    ['the last of a long year, a week longer', '2032-P12', '2032-11-15', '2032-12-26'],
  ])('is %s', (_, name, firstDay, lastDay) => {
    expect(parsePeriod(name, rule)).toMatchObject({ name, kind: 'pay_period', firstDay, lastDay });
  });

  it('ends the day before the known year begins, counted backwards', () => {
    expect(period('2026-P12')).toMatchObject({ firstDay: '2026-11-23', lastDay: '2026-12-27' });
  });

  it.each(['2027-P00', '2027-P13', '2027-P99'])('is not %s', (name) => {
    expect(parsePeriod(name, rule)).toBeUndefined();
  });

  it('has neighbours by the same rule', () => {
    expect(previousPeriod(period('2027-P01')).name).toBe('2026-P12');
    expect(nextPeriod(period('2032-P12')).name).toBe('2033-P01');
    expect(periodsFrom(period('2027-P11'), period('2028-P02')).map(({ name }) => name)).toEqual([
      '2027-P11',
      '2027-P12',
      '2028-P01',
      '2028-P02',
    ]);
  });
});

describe('pay periods', () => {
  const pattern = fc.constantFrom([4, 4, 5], [5, 4, 4], [4], [2], [1], [13], [26], [52], [6, 7, 13, 26]);
  const long = fc.array(fc.integer({ min: 2015, max: 2045 }), { maxLength: 6 });
  const day = fc.integer({ min: -6_000, max: 6_000 }).map((days) => addDays('2026-12-28', days));

  it('hold every day in exactly one of them, and are found again by name', () => {
    fc.assert(
      fc.property(pattern, long, day, (weeks, longYears, one) => {
        const own: PayRule = { year: 2027, yearBegins: '2026-12-28', weeks, longYears };
        const found = payPeriodOn(own, one);
        expect(found.firstDay <= one && one <= found.lastDay).toBe(true);
        expect(payPeriodNamed(own, found.name)).toEqual(found);
        expect(addDays(previousPeriod(found).lastDay, 1)).toBe(found.firstDay);
        expect(previousPeriod(nextPeriod(found))).toEqual(found);
        expect((daysBetween(found.firstDay, found.lastDay) + 1) % 7).toBe(0);
      }),
    );
  });

  it.each([
    [[4, 4, 5], true],
    [[4], true],
    [[52], true],
    [[3], false], // 52 is no multiple of 3
    [[53], false],
    [[], false],
    [[0, 4], false],
    [[-4, 8], false],
    [[2.5, 1.5], false],
  ])('of %j weeks fill a year: %s', (weeks, isFilled) => {
    expect(fillsPayYear(weeks)).toBe(isFilled);
  });
});
