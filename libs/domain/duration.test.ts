import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueAfter, parseDuration, type WrittenDuration } from './duration.js';
import { instantOfWallTime } from './time.js';
import { parseOpenSpan, workingCalendar } from './working-calendar.js';
import { workingTime } from './working-time.js';

const HOUR = 3_600_000;
const BERLIN = 'Europe/Berlin';
const at = (wall: string) => instantOfWallTime(wall, BERLIN);
const nineToSix = [parseOpenSpan('09:00-18:00') ?? expect.fail('it is a span')];
const calendars = new Map([
  ['helpdesk', workingTime(workingCalendar({ zone: BERLIN, week: { saturday: nineToSix, monday: nineToSix } }))],
]);

describe('a limit of a document', () => {
  it.each<[WrittenDuration, ReturnType<typeof parseDuration>]>([
    [{ seconds: 20 }, { kind: 'elapsed', ms: 20_000 }],
    [{ minutes: 60 }, { kind: 'elapsed', ms: HOUR }],
    [{ hours: 24 }, { kind: 'elapsed', ms: 24 * HOUR }],
    [{ civil_days: 1 }, { kind: 'civil', days: 1 }],
    [
      { working_minutes: 240, calendar: 'helpdesk' },
      { kind: 'working', ms: 4 * HOUR, calendar: 'helpdesk' },
    ],
    [
      { working_hours: 4, calendar: 'helpdesk' },
      { kind: 'working', ms: 4 * HOUR, calendar: 'helpdesk' },
    ],
    [{ seconds: 316_224_000 }, { kind: 'elapsed', ms: 3_660 * 24 * HOUR }],
    [{ minutes: 5_270_400 }, { kind: 'elapsed', ms: 3_660 * 24 * HOUR }],
    [{ hours: 87_840 }, { kind: 'elapsed', ms: 3_660 * 24 * HOUR }],
    [{ civil_days: 3_660 }, { kind: 'civil', days: 3_660 }],
  ])('%j', (written, duration) => {
    expect(parseDuration(written)).toEqual(duration);
  });

  it.each<[string, unknown]>([
    ['no length', {}],
    ['two lengths', { minutes: 1, hours: 1 }],
    ['an unknown unit', { weeks: 1 }],
    ['a length of 0', { minutes: 0 }],
    ['half an hour', { hours: 0.5 }],
    ['a length in words', { hours: '24' }],
    ['more than ten years of seconds', { seconds: 316_224_001 }],
    ['more than ten years of minutes', { minutes: 5_270_401 }],
    ['more than ten years of hours', { hours: 87_841 }],
    ['more than ten years of days', { civil_days: 3_661 }],
    ['more than ten years of working hours', { working_hours: 87_841, calendar: 'helpdesk' }],
    ['working time without a calendar', { working_minutes: 1 }],
    ['working time by a calendar without a name', { working_minutes: 1, calendar: '' }],
    ['elapsed time with a calendar', { minutes: 1, calendar: 'helpdesk' }],
    ['elapsed time with an empty calendar', { minutes: 1, calendar: undefined }],
    ['a calendar alone', { calendar: 'helpdesk' }],
    ['a number', 60],
    ['nothing', null],
    ['a list', [60]],
  ])('is not %s', (_, written) => {
    expect(parseDuration(written)).toBeUndefined();
  });

  it('is read without a crash, whatever stands there', () => {
    fc.assert(
      fc.property(fc.anything(), (written) => {
        const duration = parseDuration(written);
        expect(duration === undefined || duration.kind.length > 0).toBe(true);
      }),
    );
  });
});

describe('what is due', () => {
  // 2027-03-27 is a Saturday; the clocks go forward in the night that follows.
  const start = at('2027-03-27T10:00');
  const due = (written: WrittenDuration, pauses: { from: number; until?: number }[] = []) =>
    dueAfter(start, parseDuration(written) ?? expect.fail('it is a limit'), { zone: BERLIN, calendars, pauses });

  it.each<[string, WrittenDuration, string]>([
    ['after an hour of 60 minutes', { minutes: 60 }, '2027-03-27T11:00'],
    ['after 24 hours, which the clock shows an hour later', { hours: 24 }, '2027-03-28T11:00'],
    ['after a civil day, at the same wall time', { civil_days: 1 }, '2027-03-28T10:00'],
    ['after working hours, by the calendar', { working_hours: 9, calendar: 'helpdesk' }, '2027-03-29T10:00'],
  ])('%s', (_, written, end) => {
    expect(due(written)).toBe(at(end));
  });

  it.each<[WrittenDuration, string]>([
    [{ hours: 4 }, '2027-03-27T16:00'],
    [{ civil_days: 1 }, '2027-03-28T12:00'],
    [{ working_hours: 4, calendar: 'helpdesk' }, '2027-03-27T16:00'],
  ])('%j stands still for a pause', (written, end) => {
    const pauses = [{ from: at('2027-03-27T11:00'), until: at('2027-03-27T13:00') }];
    expect(due(written, pauses)).toBe(at(end));
    expect(due(written, [{ from: at('2027-03-27T11:00') }])).toBeUndefined();
  });

  it('names a calendar that is there: another name was to be found by the linter', () => {
    expect(() => due({ working_hours: 1, calendar: 'night' })).toThrow('there is no calendar night');
  });
});
