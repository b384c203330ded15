import { describe, expect, it } from 'vitest';
import { ELAPSED, inTurns, type Pause, withoutPauses } from './timescale.js';
import { workingCalendar } from './working-calendar.js';
import { workingTime } from './working-time.js';

const HOUR = 3_600_000;
const hour = (at: number) => Date.UTC(2027, 2, 1, at); // a Monday
const pause = (from: number, until?: number): Pause => ({
  from: hour(from),
  ...(until === undefined ? {} : { until: hour(until) }),
});
const reached = (pauses: readonly Pause[], start: number, hours: number) =>
  withoutPauses(ELAPSED, pauses).after(hour(start), hours * HOUR);

describe('a limit with pauses', () => {
  it.each([
    ['none', [], 13],
    ['one in its course', [pause(10, 11)], 14],
    ['one that began before it', [pause(7, 10)], 14],
    ['one that ended before it', [pause(6, 8)], 13],
    ['one that begins when it is over', [pause(13, 20)], 13],
    ['one that begins after it', [pause(14, 20)], 13],
    ['two that touch', [pause(10, 11), pause(11, 12)], 15],
    ['two that overlap, the later one first', [pause(11, 13), pause(10, 12)], 16],
    ['one within another', [pause(10, 13), pause(11, 12)], 16],
    ['the same one twice', [pause(10, 11), pause(10, 11)], 14],
    ['one of no length', [pause(10, 10)], 13],
    ['one that ends before it begins, a mistake of the feed', [pause(11, 10)], 13],
  ])('%s', (_, pauses, end) => {
    expect(reached(pauses, 9, 4)).toBe(hour(end));
    expect(withoutPauses(ELAPSED, pauses).between(hour(9), hour(end))).toBe(4 * HOUR);
  });

  it('is not reached while a pause has no end, unless it was reached before', () => {
    expect(reached([pause(10)], 9, 4)).toBeUndefined();
    expect(reached([pause(10), pause(9, 10)], 9, 1)).toBeUndefined();
    expect(reached([pause(13)], 9, 4)).toBe(hour(13));
    expect(withoutPauses(ELAPSED, [pause(10)]).between(hour(9), hour(15))).toBe(HOUR);
  });

  it('of nothing is over at its start, also within a pause', () => {
    expect(reached([pause(8, 12)], 9, 0)).toBe(hour(9));
  });
});

describe('timescales in turns', () => {
  const monday = (opensAt: number, closesAt: number) =>
    workingTime(
      workingCalendar({ zone: 'UTC', week: { monday: [{ opensAt: opensAt * 60, closesAt: closesAt * 60 }] } }),
    );

  it('let a ticket that moves to another calendar keep the minutes it worked in the first', () => {
    // Opened at 9, the first team works until 12; at 11 the ticket moves to a team that works from 14 to 20.
    const turns = inTurns([
      { from: hour(9), scale: monday(9, 12) },
      { from: hour(11), scale: monday(14, 20) },
    ]);
    expect(turns.after(hour(9), 4 * HOUR)).toBe(hour(16)); // two hours by the first, two by the second
    expect(turns.between(hour(9), hour(16))).toBe(4 * HOUR);
    expect(turns.after(hour(9), 2 * HOUR)).toBe(hour(11));
  });

  it('pass over a turn that ended before the start', () => {
    const turns = inTurns([
      { from: hour(0), scale: monday(0, 8) },
      { from: hour(8), scale: monday(8, 20) },
    ]);
    expect(turns.after(hour(9), HOUR)).toBe(hour(10));
  });

  it('never reach what none of them reaches', () => {
    expect(
      inTurns([{ from: hour(0), scale: workingTime(workingCalendar({ zone: 'UTC', week: {} })) }]).after(hour(9), 1),
    ).toBe(undefined);
  });

  it('are at least one', () => {
    expect(() => inTurns([])).toThrow(RangeError);
  });
});
