import { describe, expect, it } from 'vitest';
import { dayNumberOf, parseOpenSpan, type WorkingHours, workingCalendar } from './working-calendar.js';

describe('a span of opening hours', () => {
  it.each([
    ['09:00-12:30', { opensAt: 540, closesAt: 750 }],
    ['00:00-24:00', { opensAt: 0, closesAt: 1_440 }],
    ['22:00-06:00', { opensAt: 1_320, closesAt: 1_800 }],
    ['22:00-00:00', { opensAt: 1_320, closesAt: 1_440 }],
    ['23:59-23:58', { opensAt: 1_439, closesAt: 2_878 }],
    ['09:00-09:00', { opensAt: 540, closesAt: 1_980 }],
    ['23:59-00:00', { opensAt: 1_439, closesAt: 1_440 }],
  ])('is %s', (text, span) => {
    expect(parseOpenSpan(text)).toEqual(span);
  });

  it.each([
    '',
    '9:00-12:00',
    '09:00',
    '24:00-06:00',
    '09:00–18:00',
    '09:00-24:01',
    '09:60-10:00',
    '09:00 - 12:00',
    '09:00-12:00 ',
  ])('is not "%s"', (text) => {
    expect(parseOpenSpan(text)).toBeUndefined();
  });
});

describe('a working calendar', () => {
  const hours = (more: Partial<WorkingHours>): WorkingHours => ({ zone: 'UTC', week: {}, ...more });

  it.each([
    ['an unknown zone', hours({ zone: 'Mars/Base' })],
    ['an offset instead of a zone', hours({ zone: '+01:00' })],
    ['a day that does not exist', hours({ days: { '2027-02-29': [] } })],
    ['a span that opens before its day', hours({ week: { monday: [{ opensAt: -1, closesAt: 60 }] } })],
    ['a span that opens after its day', hours({ week: { monday: [{ opensAt: 1_440, closesAt: 1_500 }] } })],
    ['a span that closes when it opens', hours({ week: { monday: [{ opensAt: 60, closesAt: 60 }] } })],
    ['a span longer than a day', hours({ week: { monday: [{ opensAt: 60, closesAt: 1_501 }] } })],
    ['a span of half a minute', hours({ days: { '2027-02-28': [{ opensAt: 60, closesAt: 60.5 }] } })],
  ])('refuses %s', (_, own) => {
    expect(() => workingCalendar(own)).toThrow(RangeError);
  });

  it('joins spans that overlap, and cuts what passes midnight at midnight', () => {
    const day = dayNumberOf(Date.UTC(2027, 2, 2, 12), 'UTC'); // a Tuesday
    const week = {
      monday: [{ opensAt: 1_380, closesAt: 1_500 }],
      tuesday: [
        { opensAt: 540, closesAt: 720 },
        { opensAt: 600, closesAt: 780 },
        { opensAt: 1_380, closesAt: 1_500 },
      ],
    };
    const { edges, totalMs, dayEnds } = workingCalendar(hours({ week })).openOn(day);
    const at = (hour: number) => Date.UTC(2027, 2, 2, hour);
    expect(edges).toEqual([at(0), at(1), at(9), at(12), at(12), at(13), at(23), at(24)]);
    expect(totalMs).toBe(6 * 3_600_000);
    expect(dayEnds).toBe(at(24));
  });

  it('knows each weekday, also before 1970', () => {
    const calendar = workingCalendar(hours({ week: { sunday: [{ opensAt: 0, closesAt: 60 }] } }));
    const isOpen = (year: number, month: number, day: number) =>
      calendar.openOn(dayNumberOf(Date.UTC(year, month - 1, day), 'UTC')).totalMs > 0;
    expect([isOpen(1969, 12, 28), isOpen(1969, 12, 29), isOpen(2027, 2, 28), isOpen(2027, 3, 1)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
