import { describe, expect, it } from 'vitest';
import {
  addDays,
  civilDaysLater,
  dayOf,
  daysBetween,
  endOfDay,
  instantOfWallTime,
  isDay,
  isoInstant,
  isZone,
  startOfDay,
  wallTime,
} from './time.js';

const SAO_PAULO = 'America/Sao_Paulo';
const utc = (text: string) => Date.parse(text);

describe('in Sao Paulo', () => {
  it.each([
    ['2016-10-16', '2016-10-16T03:00:00Z'], // summer time began at midnight: 00:00 does not exist, the day begins at 01:00 -02
    ['2017-10-15', '2017-10-15T03:00:00Z'],
    ['2018-08-01', '2018-08-01T03:00:00Z'], // an ordinary day begins at 00:00 -03
    ['2018-01-15', '2018-01-15T02:00:00Z'], // in summer at 00:00 -02
  ])('%s begins at %s', (day, instant) => {
    expect(isoInstant(startOfDay(day, SAO_PAULO))).toBe(instant);
  });

  it('a day is over when the next begins, also when midnight does not exist', () => {
    expect(endOfDay('2017-10-14', SAO_PAULO)).toBe(startOfDay('2017-10-15', SAO_PAULO));
    expect(wallTime(endOfDay('2017-10-14', SAO_PAULO), SAO_PAULO)).toBe('2017-10-15 01:00');
    expect(wallTime(endOfDay('2017-10-14', SAO_PAULO) - 1, SAO_PAULO)).toBe('2017-10-14 23:59');
  });

  it('the last day of summer time has 25 hours', () => {
    expect(endOfDay('2018-02-17', SAO_PAULO) - startOfDay('2018-02-17', SAO_PAULO)).toBe(25 * 3_600_000);
  });

  it('a wall time that occurs twice is the first one', () => {
    // 23:10 on 2018-02-17 came at 01:10 UTC in summer time and again at 02:10 UTC.
    expect(isoInstant(instantOfWallTime('2018-02-17T23:10:00', SAO_PAULO))).toBe('2018-02-18T01:10:00Z');
  });

  it('both instants of the repeated hour belong to the day their clock shows', () => {
    expect(dayOf(utc('2018-02-18T01:10:00Z'), SAO_PAULO)).toBe('2018-02-17');
    expect(dayOf(utc('2018-02-18T02:10:00Z'), SAO_PAULO)).toBe('2018-02-17');
    expect(dayOf(utc('2018-02-18T03:00:00Z'), SAO_PAULO)).toBe('2018-02-18');
  });

  it('a wall time that does not exist moves forward', () => {
    expect(wallTime(instantOfWallTime('2017-10-15T00:30:00', SAO_PAULO), SAO_PAULO)).toBe('2017-10-15 01:30');
  });
});

describe('24 hours, as customers mean it', () => {
  it.each([
    ['is the same time the next day', '2018-08-01T18:00:00', 1, '2018-08-02 18:00'],
    ['also across the 23 hours before summer', '2017-10-14T18:00:00', 1, '2017-10-15 18:00'],
    ['and into an hour that is skipped, which moves forward', '2017-10-14T00:30:00', 1, '2017-10-15 01:30'],
    ['and into the hour that is repeated, which is the first one', '2018-02-16T23:10:00', 1, '2018-02-17 23:10'],
    ['seven days are seven times that', '2018-02-14T09:00:00', 7, '2018-02-21 09:00'],
  ])('%s', (_, from, days, wall) => {
    const later = civilDaysLater(instantOfWallTime(from, SAO_PAULO), days, SAO_PAULO);
    expect(wallTime(later, SAO_PAULO)).toBe(wall);
  });

  it('from 23:10 the day before the repeated hour is 24 hours, not 25', () => {
    const from = instantOfWallTime('2018-02-16T23:10:00', SAO_PAULO);
    expect(civilDaysLater(from, 1, SAO_PAULO) - from).toBe(24 * 3_600_000);
  });
});

describe('a civil date', () => {
  it.each([
    ['2018-02-28', true],
    ['2016-02-29', true],
    ['2018-02-29', false], // no leap year
    ['2018-13-01', false],
    ['2018-00-10', false],
    ['2018-8-1', false],
    ['1999-12-31', false], // before any order
    ['2018-08-01T00:00', false],
    ['', false],
  ])('"%s": %s', (text, is) => {
    expect(isDay(text)).toBe(is);
  });

  it('moves by days across months, years and clock changes', () => {
    expect([addDays('2018-02-28', 1), addDays('2017-12-31', 1), addDays('2018-03-01', -1)]).toEqual([
      '2018-03-01',
      '2018-01-01',
      '2018-02-28',
    ]);
    expect([daysBetween('2017-10-14', '2017-10-16'), daysBetween('2018-08-03', '2018-08-01')]).toEqual([2, -2]);
  });
});

describe('a zone', () => {
  it.each([
    ['America/Sao_Paulo', true],
    ['UTC', true],
    ['America/Atlantis', false],
    ['+03:00', false], // an offset knows no summer
    ['', false],
    ['../etc/passwd', false],
  ])('"%s": %s', (text, is) => {
    expect(isZone(text)).toBe(is);
  });
});

it('an instant is printed in UTC, with milliseconds only where there are some', () => {
  expect([isoInstant(utc('2018-08-01T03:00:00Z')), isoInstant(utc('2018-08-01T03:00:00.250Z'))]).toEqual([
    '2018-08-01T03:00:00Z',
    '2018-08-01T03:00:00.250Z',
  ]);
});
