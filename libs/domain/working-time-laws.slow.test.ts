import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './time.js';
import { ELAPSED, inTurns, type Pause, withoutPauses } from './timescale.js';
import {
  type OpenSpan,
  WEEKDAYS,
  type WorkingCalendar,
  type WorkingHours,
  workingCalendar,
} from './working-calendar.js';
import { workedBy, workedMs, workingTime } from './working-time.js';

const MINUTE = 60_000;
const DAY = 1_440;

/** Cases begin in the years in which these zones change their clocks at different times of the day, two of them at midnight. */
const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Asia/Beirut',
);
const changes = [
  Date.UTC(2018, 1, 18),
  Date.UTC(2018, 2, 25),
  Date.UTC(2018, 3, 1),
  Date.UTC(2018, 9, 28),
  Date.UTC(2018, 10, 4),
];
const instant = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -5 * DAY, max: 5 * DAY }))
  .map(([near, minutes]) => near + minutes * MINUTE);
const later = fc.integer({ min: 0, max: 9 * DAY }).map((minutes) => minutes * MINUTE);

const span = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }))
  .map(([opens, length]): OpenSpan => ({ opensAt: opens * 15, closesAt: (opens + length) * 15 }));
const open = fc.array(span, { maxLength: 3 });
const week = fc.record(Object.fromEntries(WEEKDAYS.map((name) => [name, open])), { requiredKeys: [] });
const day = fc
  .tuple(fc.constantFrom(...changes), fc.integer({ min: -6, max: 14 }))
  .map(([near, days]) => addDays(new Date(near).toISOString().slice(0, 10), days));
const hours: fc.Arbitrary<WorkingHours> = fc.record({ zone, week, days: fc.dictionary(day, open, { maxKeys: 4 }) });
const pause: fc.Arbitrary<Pause> = fc.tuple(instant, later).map(([from, ms]) => ({ from, until: from + ms }));
const pauses = fc.array(pause, { maxLength: 4 });
const limit = fc.integer({ min: 0, max: 80 * 60 }).map((minutes) => minutes * MINUTE);

/** Never comes after every instant. */
const orNever = (due: number | undefined) => due ?? Number.POSITIVE_INFINITY;

describe('working time', () => {
  it('agrees with a clock that is read every minute', () => {
    fc.assert(
      fc.property(hours, instant, later, pauses, limit, (own, from, ms, waiting, length) => {
        const until = from + ms;
        const minutes = workedMinutes(own, { from, until }, waiting);
        const calendar = workingCalendar(own);
        expect(workedMs(calendar, { from, until }, waiting)).toBe(minutes.length * MINUTE);

        const wanted = length / MINUTE;
        const due = workedBy(calendar, { start: from, ms: length }, waiting);
        if (wanted === 0) expect(due).toBe(from);
        else if (wanted <= minutes.length) expect(due).toBe((minutes[wanted - 1] as number) + MINUTE);
        else expect(orNever(due)).toBeGreaterThan(until);
      }),
      { numRuns: 150 },
    );
  });

  it('and closed time add up to elapsed time', () => {
    fc.assert(
      fc.property(hours, instant, later, (own, from, ms) => {
        const until = from + ms;
        const worked = workedMs(workingCalendar(own), { from, until });
        const closed = workedMs(workingCalendar(closedHours(own)), { from, until });
        expect(worked + closed).toBe(ms);
      }),
    );
  });

  it('of two parts adds up to that of the whole', () => {
    fc.assert(
      fc.property(hours, instant, later, later, pauses, (own, from, first, second, waiting) => {
        const [calendar, middle] = [workingCalendar(own), from + first];
        const until = middle + second;
        const parts = [
          workedMs(calendar, { from, until: middle }, waiting),
          workedMs(calendar, { from: middle, until }, waiting),
        ];
        expect((parts[0] as number) + (parts[1] as number)).toBe(workedMs(calendar, { from, until }, waiting));
      }),
    );
  });

  it('is not due earlier with one holiday more', () => {
    fc.assert(
      fc.property(hours, instant, limit, pauses, day, (own, start, ms, waiting, holiday) => {
        const fewer = workingCalendar({ ...own, days: { ...own.days, [holiday]: [] } });
        const due = orNever(workedBy(fewer, { start, ms }, waiting));
        expect(due).toBeGreaterThanOrEqual(orNever(workedBy(workingCalendar(own), { start, ms }, waiting)));
      }),
    );
  });

  it('is not due earlier with one pause more', () => {
    fc.assert(
      fc.property(hours, instant, limit, pauses, pause, (own, start, ms, waiting, one) => {
        const calendar = workingCalendar(own);
        const due = orNever(workedBy(calendar, { start, ms }, [...waiting, one]));
        expect(due).toBeGreaterThanOrEqual(orNever(workedBy(calendar, { start, ms }, waiting)));
      }),
    );
  });

  it('is due no later than the end of the interval in which it was worked, and exactly that much is worked by then', () => {
    fc.assert(
      fc.property(hours, instant, later, pauses, (own, start, elapsed, waiting) => {
        const calendar = workingCalendar(own);
        const ms = workedMs(calendar, { from: start, until: start + elapsed }, waiting);
        const due = workedBy(calendar, { start, ms }, waiting) ?? expect.fail('it was worked, so it is due');
        expect(due).toBeLessThanOrEqual(start + elapsed);
        expect(workedMs(calendar, { from: start, until: due }, waiting)).toBe(ms);
      }),
    );
  });

  it('does not depend on what the calendar was asked before', () => {
    fc.assert(
      fc.property(hours, fc.array(fc.tuple(instant, limit), { minLength: 2, maxLength: 5 }), (own, questions) => {
        const asked = workingCalendar(own);
        const answer =
          (calendar: WorkingCalendar) =>
          ([start, ms]: [number, number]) =>
            workedBy(calendar, { start, ms });
        expect(questions.map(answer(asked))).toEqual(questions.map((one) => answer(workingCalendar(own))(one)));
      }),
    );
  });

  it('by one calendar in two turns is that by the calendar alone', () => {
    fc.assert(
      fc.property(hours, instant, instant, later, limit, pauses, (own, from, moved, elapsed, ms, waiting) => {
        const alone = withoutPauses(workingTime(workingCalendar(own)), waiting);
        const turns = [
          { from, scale: workingTime(workingCalendar(own)) },
          { from: moved, scale: workingTime(workingCalendar(own)) },
        ];
        const both = withoutPauses(inTurns(turns), waiting);
        expect(both.between(from, from + elapsed)).toBe(alone.between(from, from + elapsed));
        // Ten years are searched from the move instead of from the start, so near the end of the search both may differ.
        const [one, two] = [alone.after(from, ms), both.after(from, ms)];
        if (one !== undefined) expect(two).toBe(one);
      }),
    );
  });

  it('of a calendar that never closes is elapsed time', () => {
    const always = Object.fromEntries(WEEKDAYS.map((name) => [name, [{ opensAt: 0, closesAt: DAY }]]));
    fc.assert(
      fc.property(zone, instant, later, pauses, limit, (name, from, elapsed, waiting, ms) => {
        const calendar = workingCalendar({ zone: name, week: always });
        const scale = withoutPauses(ELAPSED, waiting);
        expect(workedMs(calendar, { from, until: from + elapsed }, waiting)).toBe(scale.between(from, from + elapsed));
        expect(workedBy(calendar, { start: from, ms }, waiting)).toBe(scale.after(from, ms));
      }),
    );
  });
});

/**
 * The oracle: every minute between two instants that is worked. It reads the clock of the zone minute by minute, with other tools than
 * the code under test. While an hour is repeated the clock counts as standing at the latest time that it has shown.
 */
function workedMinutes(own: WorkingHours, { from, until }: { from: number; until: number }, waiting: readonly Pause[]) {
  const format = new Intl.DateTimeFormat('sv', { timeZone: own.zone, dateStyle: 'short', timeStyle: 'short' });
  const found: number[] = [];
  let latest = '';
  // Clocks go back by at most an hour here, so reading begins earlier than that.
  for (let now = from - 180 * MINUTE; now < until; now += MINUTE) {
    const shown = format.format(now);
    if (shown > latest) latest = shown;
    const isPaused = waiting.some((one) => one.from <= now && now < (one.until ?? Number.POSITIVE_INFINITY));
    if (now >= from && !isPaused && isOpenAt(own, latest)) found.push(now);
  }
  return found;
}

function isOpenAt({ week: weekly, days = {} }: WorkingHours, shown: string): boolean {
  const [today = '', time = ''] = shown.split(' ');
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const opens = (date: string, at: number) => {
    const weekday = WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7] ?? 'monday';
    return (days[date] ?? weekly[weekday] ?? []).some(({ opensAt, closesAt }) => opensAt <= at && at < closesAt);
  };
  return opens(today, minute) || opens(addDays(today, -1), minute + DAY);
}

/** Open whenever the other is closed: each day that the cases can reach is written out. */
function closedHours(own: WorkingHours): WorkingHours {
  const near = changes.flatMap((at) =>
    Array.from({ length: 24 }, (_, place) => addDays(new Date(at).toISOString().slice(0, 10), place - 7)),
  );
  const gapsOf = (date: string) => {
    const closed = Array.from({ length: DAY / 15 }, (_, quarter) => quarter * 15).filter(
      (minute) => !isOpenAt(own, `${date} ${clock(minute)}`),
    );
    return closed.map((minute): OpenSpan => ({ opensAt: minute, closesAt: minute + 15 }));
  };
  return { zone: own.zone, week: {}, days: Object.fromEntries(near.map((date) => [date, gapsOf(date)])) };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
