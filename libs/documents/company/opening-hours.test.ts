import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseOpenSpan, workingCalendar } from '#libs/domain/working-calendar.js';
import { workedMs } from '#libs/domain/working-time.js';
import { exampleCompany } from '../fixtures/example-company.js';
import type { CompanyDocument } from './company-document.js';
import { firstOverlap } from './opening-hours.js';
import { workingHoursOf } from './working-hours.js';

describe('spans', () => {
  const overlap = (days: readonly (readonly string[])[], isRound = false) =>
    firstOverlap(
      days.map((spans) => spans.flatMap((text) => parseOpenSpan(text) ?? [])),
      isRound,
    );

  it.each([
    ['that meet', [['09:00-12:00', '12:00-18:00']], undefined],
    ['that overlap by a minute', [['09:00-12:01', '12:00-18:00']], { day: 0, span: 1 }],
    ['in another order', [['12:00-18:00', '09:00-12:01']], { day: 0, span: 0 }],
    ['of a night and the morning after it', [['22:00-06:00'], ['05:59-12:00']], { day: 1, span: 0 }],
    ['of a night that ends when the morning begins', [['22:00-06:00'], ['06:00-12:00']], undefined],
    ['of which one lies inside another', [['08:00-20:00', '09:00-10:00', '11:00-12:00']], { day: 0, span: 1 }],
  ])('%s', (_, days, found) => {
    expect(overlap(days)).toEqual(found);
  });

  it('of the last night of a week overlap the first morning', () => {
    const week = [['05:00-12:00'], [], [], [], [], [], ['22:00-06:00']];
    expect([overlap(week, false), overlap(week, true)]).toEqual([undefined, { day: 0, span: 0 }]);
  });
});

describe('the calendar of a document', () => {
  const text = exampleCompany().find(({ file }) => file === 'company.yaml')?.text ?? '';
  const { calendars = {} } = parse(text) as CompanyDocument;
  const { helpdesk } = calendars;
  const hoursOn = (day: string) => {
    const hours = helpdesk && workingHoursOf(helpdesk);
    if (hours === undefined) throw new Error('the example has a help desk');
    const [from, until] = [Date.parse(`${day}T00:00:00+01:00`), Date.parse(`${day}T24:00:00+01:00`)];
    return workedMs(workingCalendar(hours), { from, until }) / 3_600_000;
  };

  it.each([
    ['a Friday has its hours without the break', '2027-12-17', 8],
    ['an extra Saturday has the hours of its own', '2027-12-18', 6],
    ['a Sunday is closed', '2027-12-19', 0],
    ['a half day ends at noon', '2027-12-24', 3],
    ['a holiday is closed', '2027-01-01', 0],
  ])('%s', (_, day, hours) => {
    expect(hoursOn(day)).toBe(hours);
  });

  it('is undefined with a span that is none', () => {
    expect(helpdesk && workingHoursOf({ ...helpdesk, hours: { ...helpdesk.hours, monday: ['x'] } })).toBeUndefined();
  });
});
