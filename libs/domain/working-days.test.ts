import { describe, expect, it } from 'vitest';
import type { Timescale } from './timescale.js';
import { workingCalendar } from './working-calendar.js';
import { weekdaysIn, workingDaysAfter } from './working-days.js';
import { workingTime } from './working-time.js';

const zone = 'Europe/Berlin';
const nine = [{ opensAt: 540, closesAt: 1_080 }];
const helpdesk: Timescale = workingTime(
  workingCalendar({
    zone,
    week: { monday: nine, tuesday: nine, wednesday: nine, thursday: nine, friday: nine },
    days: { '2027-03-26': [], '2027-03-29': [], '2027-04-03': nine },
  }),
);
const endOf = (instant: string, days: number, scale = helpdesk) =>
  new Date(workingDaysAfter(Date.parse(instant), days, scale, zone) ?? Number.NaN).toISOString();

describe('working days', () => {
  it.each([
    [
      'begin after the day on which something happens, to the midnight of the company',
      '2027-03-01T09:00:00Z',
      1,
      '2027-03-02T23:00:00.000Z',
    ],
    ['are as many in the last minute of a day', '2027-03-01T22:59:00Z', 1, '2027-03-02T23:00:00.000Z'],
    ['leave weekends out', '2027-03-05T09:00:00Z', 1, '2027-03-08T23:00:00.000Z'],
    ['leave holidays out, and end by the clocks of summer', '2027-03-25T09:00:00Z', 1, '2027-03-30T22:00:00.000Z'],
    ['count an extra day on a Saturday', '2027-04-02T09:00:00Z', 1, '2027-04-03T22:00:00.000Z'],
    ['are two weeks when there are ten', '2027-03-01T09:00:00Z', 10, '2027-03-15T23:00:00.000Z'],
    ['are no time at all when there are none', '2027-03-01T09:00:00Z', 0, '2027-03-01T09:00:00.000Z'],
  ])('%s', (_, instant, days, end) => expect(endOf(instant, days)).toBe(end));

  it('are Monday to Friday without a calendar, holidays as well', () =>
    expect(endOf('2027-03-25T09:00:00Z', 1, weekdaysIn(zone))).toBe('2027-03-26T23:00:00.000Z'));

  it('never come by a calendar that never opens', () => {
    const closed = workingTime(workingCalendar({ zone, week: {} }));
    expect(workingDaysAfter(0, 1, closed, zone)).toBeUndefined();
  });
});
