import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInPeriod, parsePeriod, periodsFrom, previousPeriod } from './period.js';
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
  ])('%s', (_, name, firstDay, lastDay) => {
    expect(parsePeriod(name)).toMatchObject({ name, firstDay, lastDay });
  });

  it.each([
    '',
    '2018',
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
  ])('before %s comes %s', (name, before) => {
    expect(previousPeriod(period(name)).name).toBe(before);
  });

  it('begins where the one before ends, so that no day is in both or in neither', () => {
    const names = fc.tuple(fc.integer({ min: 2001, max: 2999 }), fc.integer({ min: 1, max: 12 }), fc.boolean());
    fc.assert(
      fc.property(names, ([year, month, twelve]) => {
        const one = period(`${year}-${String(month).padStart(2, '0')}${twelve ? '-12m' : ''}`);
        expect(addDays(previousPeriod(one).lastDay, 1)).toBe(one.firstDay);
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
});
