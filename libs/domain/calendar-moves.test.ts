import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Move, movedTime, stretchesOf, workedByCalendar } from './calendar-moves.js';
import { ELAPSED, type Timescale, withoutPauses } from './timescale.js';
import { WEEKDAYS, workingCalendar } from './working-calendar.js';
import { workingTime } from './working-time.js';

const MINUTE = 60_000;
const START = Date.UTC(2018, 2, 23, 12);
const open = (opens: number, closes: number): Timescale => {
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, [{ opensAt: opens * 60, closesAt: closes * 60 }]]));
  return workingTime(workingCalendar({ zone: 'Europe/Berlin', week }));
};
/** Two days after the start the clocks of Berlin change. */
const calendars = new Map([
  ['day', open(9, 18)],
  ['night', open(22, 30)],
  ['always', ELAPSED],
]);
const names = [...calendars.keys()];

const minutes = fc.integer({ min: -1_000, max: 8_000 }).map((one) => START + one * MINUTE);
const move = fc.record({ at: minutes, calendar: fc.constantFrom(...names) });
const moves = fc.array(move, { maxLength: 5 }).map((all) => all.toSorted((a, b) => a.at - b.at));
const calendar = fc.constantFrom(...names);
const until = fc.integer({ min: 0, max: 8_000 }).map((one) => START + one * MINUTE);
const pauses = fc.array(
  fc
    .tuple(minutes, fc.integer({ min: 1, max: 600 }))
    .map(([from, length]) => ({ from, until: from + length * MINUTE })),
  { maxLength: 3 },
);
const of = (all: readonly Move[], begin = 'day') => ({ start: START, calendar: begin, moves: all });

describe('a case that moves between calendars', () => {
  it.each([
    ['without moves has one stretch', [], [['day', 0]]],
    [
      'has the calendar of the last move until its start',
      [
        [-9, 'always'],
        [0, 'night'],
      ],
      [['night', 0]],
    ],
    [
      'has a stretch from each move on',
      [
        [5, 'night'],
        [7, 'day'],
      ],
      [
        ['day', 0],
        ['night', 5],
        ['day', 7],
      ],
    ],
    [
      'does not move to the calendar that it has',
      [
        [5, 'day'],
        [6, 'night'],
        [7, 'night'],
      ],
      [
        ['day', 0],
        ['night', 6],
      ],
    ],
    [
      'has the calendar of the last move at one instant',
      [
        [5, 'night'],
        [5, 'always'],
      ],
      [
        ['day', 0],
        ['always', 5],
      ],
    ],
    [
      'stays when the last move at one instant is back',
      [
        [5, 'night'],
        [5, 'day'],
      ],
      [['day', 0]],
    ],
  ] as const)('%s', (_, all, expected) => {
    const found = stretchesOf(of(all.map(([at, name]) => ({ at: START + at, calendar: name }))));
    expect(found.map((one) => [one.calendar, one.from - START])).toEqual(expected);
  });

  it('cannot move to a calendar that is not there', () => {
    expect(() => movedTime(of([{ at: START, calendar: 'moon' }]), calendars)).toThrow(RangeError);
  });

  it('splits an interval into parts that add up: minutes worked by each calendar are all minutes worked', () => {
    fc.assert(
      fc.property(calendar, moves, until, pauses, (begin, all, end, waiting) => {
        const scale = withoutPauses(movedTime(of(all, begin), calendars), waiting);
        const parts = workedByCalendar({ ...of(all, begin), until: end, pauses: waiting }, calendars);
        expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(scale.between(START, end));
      }),
    );
  });

  it('has worked exactly its limit when the limit is over', () => {
    fc.assert(
      fc.property(calendar, moves, fc.integer({ min: 1, max: 3_000 }), pauses, (begin, all, limit, waiting) => {
        const scale = withoutPauses(movedTime(of(all, begin), calendars), waiting);
        const due = scale.after(START, limit * MINUTE) ?? expect.fail('these calendars open every day');
        const parts = workedByCalendar({ ...of(all, begin), until: due, pauses: waiting }, calendars);
        expect(parts.reduce((sum, { ms }) => sum + ms, 0)).toBe(limit * MINUTE);
      }),
    );
  });

  it('is as if it had not moved when every move is to the calendar that it has', () => {
    fc.assert(
      fc.property(calendar, moves, until, fc.integer({ min: 1, max: 3_000 }), (begin, all, end, limit) => {
        const same = movedTime(
          of(
            all.map((one) => ({ ...one, calendar: begin })),
            begin,
          ),
          calendars,
        );
        const alone = calendars.get(begin) ?? expect.fail('it is there');
        expect(same.between(START, end)).toBe(alone.between(START, end));
        expect(same.after(START, limit * MINUTE)).toBe(alone.after(START, limit * MINUTE));
      }),
    );
  });

  it('keeps what it worked: a move changes nothing that lies before it', () => {
    fc.assert(
      fc.property(calendar, moves, move, until, (begin, all, added, end) => {
        const before = movedTime(
          of(
            all.filter(({ at }) => at <= added.at),
            begin,
          ),
          calendars,
        );
        const later = movedTime(of([...all.filter(({ at }) => at <= added.at), added], begin), calendars);
        const cut = Math.min(Math.max(added.at, START), end);
        if (added.at > START) expect(later.between(START, cut)).toBe(before.between(START, cut));
      }),
    );
  });
});
