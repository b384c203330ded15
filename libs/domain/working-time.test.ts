import { describe, expect, it } from 'vitest';
import { instantOfWallTime } from './time.js';
import { parseOpenSpan, type WorkingHours, workingCalendar } from './working-calendar.js';
import { workedBy, workedMs } from './working-time.js';

const HOUR = 3_600_000;
const BERLIN = 'Europe/Berlin';
const spans = (...texts: string[]) => texts.map((text) => parseOpenSpan(text) ?? expect.fail(`${text} is a span`));
const at = (wall: string, zone = BERLIN) => instantOfWallTime(`${wall.replace(' ', 'T')}:00`, zone);
const shown = (instant: number | undefined, zone = BERLIN) =>
  instant === undefined
    ? undefined
    : new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(instant);

const nineToSix = spans('09:00-18:00');
const WORKDAYS = {
  monday: nineToSix,
  tuesday: nineToSix,
  wednesday: nineToSix,
  thursday: nineToSix,
  friday: nineToSix,
};
const helpDesk = (more: Partial<WorkingHours> = {}) => workingCalendar({ zone: BERLIN, week: WORKDAYS, ...more });
const dayAndNight = spans('00:00-24:00');
const everyDay = (zone: string, open: ReturnType<typeof spans>) =>
  workingCalendar({
    zone,
    week: {
      monday: open,
      tuesday: open,
      wednesday: open,
      thursday: open,
      friday: open,
      saturday: open,
      sunday: open,
    },
  });
const due = (calendar: ReturnType<typeof helpDesk>, start: string, hours: number) =>
  shown(workedBy(calendar, { start: at(start), ms: hours * HOUR }));

// 2027-03-01 is a Monday.
describe('a limit in working time', () => {
  it.each([
    ['within a day ends that many hours later', '2027-03-01 10:00', 4, '2027-03-01 14:00'],
    ['goes on when the desk opens the next day', '2027-03-01 16:00', 4, '2027-03-02 11:00'],
    ['skips the weekend', '2027-03-05 17:00', 2, '2027-03-08 10:00'],
    ['that starts before opening counts from the opening', '2027-03-01 06:00', 1, '2027-03-01 10:00'],
    ['that starts after closing counts from the next opening', '2027-03-01 20:00', 1, '2027-03-02 10:00'],
    ['that starts exactly at closing time counts from the next opening', '2027-03-01 18:00', 1, '2027-03-02 10:00'],
    ['that starts on a Sunday counts from Monday', '2027-03-07 12:00', 1, '2027-03-08 10:00'],
    [
      'that ends exactly at closing time ends there, not at the next opening',
      '2027-03-01 14:00',
      4,
      '2027-03-01 18:00',
    ],
    ['that ends exactly at closing time on Friday does not end on Monday', '2027-03-05 09:00', 9, '2027-03-05 18:00'],
    ['of a whole week ends a week later at closing time', '2027-03-01 09:00', 45, '2027-03-05 18:00'],
  ])('%s', (_, start, hours, end) => {
    expect(due(helpDesk(), start, hours)).toBe(end);
  });

  it('of nothing is over at its start, also while the desk is closed', () => {
    expect(workedBy(helpDesk(), { start: at('2027-03-07 12:00'), ms: 0 })).toBe(at('2027-03-07 12:00'));
  });

  it('skips a break: a break is the gap between two spans', () => {
    const open = spans('09:00-12:00', '13:00-18:00');
    const calendar = workingCalendar({ zone: BERLIN, week: { monday: open } });
    expect(due(calendar, '2027-03-01 11:00', 2)).toBe('2027-03-01 14:00');
    expect(due(calendar, '2027-03-01 12:30', 1)).toBe('2027-03-01 14:00');
    expect(due(calendar, '2027-03-01 11:00', 1)).toBe('2027-03-01 12:00');
  });

  it('skips a public holiday, is short on a half day and runs on an extra day', () => {
    const days = { '2027-03-26': [], '2027-12-24': spans('09:00-13:00'), '2027-03-06': spans('10:00-12:00') };
    const calendar = helpDesk({ days });
    expect(due(calendar, '2027-03-25 17:00', 2)).toBe('2027-03-29 10:00'); // Good Friday and the weekend
    expect(due(calendar, '2027-12-24 12:00', 2)).toBe('2027-12-27 10:00'); // a Friday that ends at 13:00
    expect(due(calendar, '2027-03-05 17:00', 2)).toBe('2027-03-06 11:00'); // a Saturday that opens
  });

  it('runs through a night and ends in it', () => {
    const calendar = workingCalendar({ zone: BERLIN, week: { friday: spans('22:00-06:00') } });
    expect(due(calendar, '2027-03-05 23:00', 5)).toBe('2027-03-06 04:00');
    expect(due(calendar, '2027-03-05 23:00', 7)).toBe('2027-03-06 06:00');
    expect(due(calendar, '2027-03-05 23:00', 8)).toBe('2027-03-12 23:00');
    expect(due(calendar, '2027-03-06 01:00', 1)).toBe('2027-03-06 02:00');
  });

  it('leaves the night before a holiday its end, and takes the night that would begin on the holiday', () => {
    const night = spans('22:00-06:00');
    const calendar = workingCalendar({
      zone: BERLIN,
      week: { monday: night, tuesday: night, wednesday: night },
      days: { '2027-03-02': [] },
    });
    expect(due(calendar, '2027-03-01 22:00', 8)).toBe('2027-03-02 06:00');
    expect(due(calendar, '2027-03-01 22:00', 9)).toBe('2027-03-03 23:00');
  });

  it('is elapsed time for a desk that never closes', () => {
    const calendar = everyDay(BERLIN, dayAndNight);
    const start = at('2027-03-27 12:00'); // the clocks change in the night
    expect(workedBy(calendar, { start, ms: 48 * HOUR })).toBe(start + 48 * HOUR);
    expect(workedMs(calendar, { from: start, until: start + 1_000 * HOUR })).toBe(1_000 * HOUR);
  });
});

describe('clock changes inside working time', () => {
  // Berlin, 2027-03-28: 02:00 becomes 03:00. 2027-10-31: 03:00 becomes 02:00.
  const night = everyDay(BERLIN, spans('22:00-06:00'));
  const worked = (calendar: typeof night, from: string, until: string) =>
    workedMs(calendar, { from: at(from), until: at(until) }) / HOUR;

  it('give the night in spring seven hours and the night in autumn nine', () => {
    expect(worked(night, '2027-03-27 20:00', '2027-03-28 12:00')).toBe(7);
    expect(worked(night, '2027-10-30 20:00', '2027-10-31 12:00')).toBe(9);
    expect(due(night, '2027-03-27 22:00', 7)).toBe('2027-03-28 06:00');
    expect(due(night, '2027-10-30 22:00', 9)).toBe('2027-10-31 06:00');
  });

  it('close a span that lies in the hour that does not exist', () => {
    const calendar = everyDay(BERLIN, spans('02:15-02:45', '09:00-10:00'));
    expect(worked(calendar, '2027-03-28 00:00', '2027-03-29 00:00')).toBe(1);
    expect(worked(calendar, '2027-03-27 00:00', '2027-03-28 00:00')).toBe(1.5);
  });

  it('open at the change what would open in the hour that does not exist', () => {
    const calendar = everyDay(BERLIN, spans('02:30-05:00'));
    expect(worked(calendar, '2027-03-28 00:00', '2027-03-29 00:00')).toBe(2); // 03:00 to 05:00
  });

  it('count an hour that occurs twice by its first occurrence', () => {
    const calendar = everyDay(BERLIN, spans('02:15-02:45'));
    expect(worked(calendar, '2027-10-31 00:00', '2027-11-01 00:00')).toBe(0.5);
  });

  it('shift a day that begins after midnight, as it did in Sao Paulo', () => {
    // 2018-11-04: 00:00 becomes 01:00. 2018-02-18: 00:00 becomes 23:00 of the 17th.
    const zone = 'America/Sao_Paulo';
    const calendar = everyDay(zone, dayAndNight);
    const [from, until] = [at('2018-11-03 00:00', zone), at('2018-11-05 00:00', zone)];
    expect(workedMs(calendar, { from, until })).toBe(47 * HOUR);
    const evening = everyDay(zone, spans('22:00-24:00'));
    expect(workedMs(evening, { from: at('2018-02-17 12:00', zone), until: at('2018-02-18 12:00', zone) })).toBe(
      3 * HOUR,
    );
  });

  it('leave out a day that a zone skipped, as Samoa did', () => {
    const calendar = everyDay('Pacific/Apia', spans('09:00-17:00'));
    const [from, until] = [at('2011-12-29 00:00', 'Pacific/Apia'), at('2012-01-01 00:00', 'Pacific/Apia')];
    expect(workedMs(calendar, { from, until })).toBe(16 * HOUR); // the 29th and the 31st; there was no 30th
  });
});

describe('the speed of a due instant', () => {
  const calendar = helpDesk({ days: { '2027-03-26': [] } });
  const starts = Array.from(
    { length: 5_000 },
    (_, place) => at('2027-01-01 00:00') + ((place * 7_919) % 525_600) * 60_000,
  );

  it('is at most six times that of writing down the day of an instant, over a year of starts', () => {
    const written = new Intl.DateTimeFormat('en-CA', { timeZone: BERLIN });
    const msOf = (ask: (start: number) => unknown) => {
      const begin = performance.now();
      for (const start of starts) ask(start);
      return performance.now() - begin;
    };
    // In turns, and the quickest of each: another program on the machine slows down both, and not all rounds.
    const rounds = Array.from({ length: 8 }, () => ({
      due: msOf((start) => workedBy(calendar, { start, ms: 4 * HOUR })),
      day: msOf((start) => written.format(start)),
    }));
    const quickest = (of: 'due' | 'day') => Math.min(...rounds.map((round) => round[of]));
    expect(quickest('due') / quickest('day')).toBeLessThan(6); // about 2; 16 when Temporal finds the day
  });

  it('is that of a day whose open time is known, after the first question about it', () => {
    expect(calendar.openOn(20_000)).toBe(calendar.openOn(20_000));
  });

  it('does not depend on how far away holidays and clock changes are: it looks at five days at the most', () => {
    let days = 0;
    const openOn = (day: number) => {
      days += 1;
      return calendar.openOn(day);
    };
    const looked = starts.map((start) => {
      days = 0;
      workedBy({ ...calendar, openOn }, { start, ms: 4 * HOUR });
      return days;
    });
    expect(Math.max(...looked)).toBeLessThanOrEqual(5); // the Thursday before Good Friday, three closed days, the Monday
  });
});

describe('a due instant that is never reached', () => {
  it('is undefined for a calendar without hours, which says so itself', () => {
    const calendar = workingCalendar({ zone: BERLIN, week: { monday: [] }, days: { '2027-03-01': [] } });
    expect(calendar.hasNoHours).toBe(true);
    expect(helpDesk().hasNoHours).toBe(false);
    expect(workedBy(calendar, { start: at('2027-03-01 10:00'), ms: 1 })).toBeUndefined();
    expect(workedMs(calendar, { from: 0, until: at('2027-03-01 10:00') })).toBe(0);
  });

  it('is undefined after ten years of search, for a calendar whose only hours are past', () => {
    const calendar = workingCalendar({ zone: BERLIN, week: {}, days: { '2020-02-03': spans('09:00-10:00') } });
    expect(calendar.hasNoHours).toBe(false);
    expect(workedBy(calendar, { start: at('2027-03-01 10:00'), ms: 1 })).toBeUndefined();
    expect(workedBy(calendar, { start: at('2020-02-01 10:00'), ms: HOUR })).toBe(at('2020-02-03 10:00'));
  });

  it.each([Number.NaN, -1])('is a bug for %s ms', (ms) => {
    expect(() => workedBy(helpDesk(), { start: 0, ms })).toThrow(RangeError);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 36_526 * 24 * HOUR])('is not searched for until %s', (until) => {
    expect(() => workedMs(helpDesk(), { from: 0, until })).toThrow(RangeError);
  });
});

describe('known mistakes of help desks', () => {
  it('a pause is added to the start: here it takes only what would have been worked', () => {
    // Waiting from Friday 17:00 to Monday 10:00 is 65 hours, of which the desk would have worked two.
    const pauses = [{ from: at('2027-03-05 17:00'), until: at('2027-03-08 10:00') }];
    const start = at('2027-03-05 16:00');
    expect(shown(workedBy(helpDesk(), { start, ms: 4 * HOUR }, pauses))).toBe('2027-03-08 13:00');
    expect(workedMs(helpDesk(), { from: start, until: at('2027-03-08 13:00') }, pauses)).toBe(4 * HOUR);
  });

  it('a pause while the desk is closed moves the due instant: here it moves nothing', () => {
    const pauses = [{ from: at('2027-03-01 19:00'), until: at('2027-03-02 08:00') }];
    expect(shown(workedBy(helpDesk(), { start: at('2027-03-01 17:00'), ms: 2 * HOUR }, pauses))).toBe(
      '2027-03-02 10:00',
    );
  });

  it('overlapping pauses are taken twice: here once', () => {
    const pauses = [
      { from: at('2027-03-01 10:00'), until: at('2027-03-01 12:00') },
      { from: at('2027-03-01 11:00'), until: at('2027-03-01 13:00') },
    ];
    expect(shown(workedBy(helpDesk(), { start: at('2027-03-01 09:00'), ms: 4 * HOUR }, pauses))).toBe(
      '2027-03-01 16:00',
    );
  });

  it('a changed calendar is not applied to open cases: here the due instant is asked of the calendar that is given', () => {
    const ticket = { start: at('2027-03-01 16:00'), ms: 4 * HOUR };
    expect(shown(workedBy(helpDesk(), ticket))).toBe('2027-03-02 11:00');
    expect(shown(workedBy(helpDesk({ days: { '2027-03-02': [] } }), ticket))).toBe('2027-03-03 11:00');
  });

  it('a calendar that is edited in place is half old and half new: here a calendar keeps the hours it was made of', () => {
    const [days, tuesday] = [{ '2027-03-08': spans('09:00-18:00') }, spans('09:00-18:00')];
    const calendar = helpDesk({ week: { ...WORKDAYS, tuesday }, days });
    tuesday.pop();
    days['2027-03-08'].pop();
    expect(due(calendar, '2027-03-01 16:00', 4)).toBe('2027-03-02 11:00');
    expect(due(calendar, '2027-03-05 16:00', 4)).toBe('2027-03-08 11:00');
  });

  it('holidays of another zone are taken: here a holiday is a day in the zone of the calendar', () => {
    const auckland = everyDayOf('Pacific/Auckland', { '2027-02-08': [] });
    // 2027-02-07 21:00 UTC is Monday 10:00 in Auckland, a holiday there, and still Sunday in Berlin.
    const start = Date.UTC(2027, 1, 7, 21);
    expect(shown(workedBy(auckland, { start, ms: HOUR }), 'Pacific/Auckland')).toBe('2027-02-09 10:00');
    const without = everyDayOf('Pacific/Auckland', { '2027-02-07': [] });
    expect(shown(workedBy(without, { start, ms: HOUR }), 'Pacific/Auckland')).toBe('2027-02-08 11:00');
  });

  it('a weekday that is missing breaks the calculation: here it is closed', () => {
    const { wednesday, ...others } = WORKDAYS;
    expect(wednesday).toBe(nineToSix);
    const calendar = workingCalendar({ zone: BERLIN, week: others });
    expect(due(calendar, '2027-03-02 17:00', 2)).toBe('2027-03-04 10:00');
  });

  it('a schedule that a holiday splits counts an interval twice: here no minute counts twice', () => {
    // The night of Monday reaches into Tuesday, whose own hours on the half day begin at midnight.
    const calendar = workingCalendar({
      zone: BERLIN,
      week: { monday: spans('20:00-08:00', '22:00-23:00'), tuesday: nineToSix },
      days: { '2027-03-02': spans('00:00-06:00', '05:00-10:00') },
    });
    expect(workedMs(calendar, { from: at('2027-03-01 12:00'), until: at('2027-03-03 00:00') })).toBe(14 * HOUR);
    expect(due(calendar, '2027-03-01 20:00', 14)).toBe('2027-03-02 10:00');
  });
});

function everyDayOf(zone: string, days: WorkingHours['days'] & object) {
  return workingCalendar({ zone, week: { ...WORKDAYS, sunday: nineToSix }, days });
}
