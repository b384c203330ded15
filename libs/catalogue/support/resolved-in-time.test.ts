import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfWallTime } from '#libs/domain/time.js';
import { parseOpenSpan, WEEKDAYS, workingCalendar } from '#libs/domain/working-calendar.js';
import { workingTime } from '#libs/domain/working-time.js';
import { at, contact, MINUTE, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { resolvedInTime as metric } from './resolved-in-time.js';

const RECEIVED = at('2018-03-01T10:00');
const DAY = 1_440 * MINUTE;
const resolvedAfter = (...ms: number[]) => contact({ issue: { resolvedAt: ms.map((one) => RECEIVED + one) } });

describe('an issue', () => {
  it.each([
    ['resolved at once is a hit', [0], 'hit'],
    ['resolved after exactly 24 hours is a hit', [DAY], 'hit'],
    ['resolved a millisecond later is a miss', [DAY + 1], 'miss'],
    ['that was never resolved is a miss', [], 'miss'],
    ['resolved in time and again later is a hit: reopening is another question', [DAY, 3 * DAY], 'hit'],
  ])('%s', (_, ms, verdict) => {
    expect(verdictOf(metric, resolvedAfter(...ms))).toBe(verdict);
  });

  it('is asked of its first contact only, for the whole issue', () => {
    expect(verdictOf(metric, contact({ part: 'c-2', isFirstOfIssue: false }))).toBe('not evaluated');
    expect(metric.evaluate(contact({ part: 'c-1' }), metric.limits, new Map())).not.toHaveProperty('part');
  });

  it('is due 24 hours after the first contact, and counts on that day where the customer is', () => {
    expect(whereOf(metric, contact())).toEqual({ unit: 'team/one', day: '2018-03-02', dueAt: RECEIVED + DAY });
  });

  it('is judged by the limit of its definition', () => {
    const hour = redefine(metric, { definition: 2, parameters: { limitMinutes: 60 } });
    expect(verdictOf(hour, resolvedAfter(60 * MINUTE))).toBe('hit');
    expect(verdictOf(hour, resolvedAfter(60 * MINUTE + 1))).toBe('miss');
  });

  it('is never judged worse because it was resolved earlier', () => {
    const ms = fc.nat(3 * DAY);
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const isHitLate = verdictOf(metric, resolvedAfter(late)) === 'hit';
        expect(!isHitLate || verdictOf(metric, resolvedAfter(early)) === 'hit').toBe(true);
      }),
    );
  });
});

describe('an issue that is to be resolved within eight working hours', () => {
  const BERLIN = 'Europe/Berlin';
  const wall = (time: string) => instantOfWallTime(`${time}:00`, BERLIN);
  const span = parseOpenSpan('09:00-18:00') ?? expect.fail('it is a span');
  const week = Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [span]]));
  const calendars = new Map([['helpdesk', workingTime(workingCalendar({ zone: BERLIN, week }))]]);
  const limit = { kind: 'working', ms: 8 * 60 * MINUTE, calendar: 'helpdesk' } as const;
  const judged = (changes: Parameters<typeof contact>[0]) =>
    metric.evaluate(contact({ receivedAt: wall('2027-01-08T16:00'), zone: BERLIN, ...changes }), { limit }, calendars);

  it('is due after the weekend', () => {
    expect(judged({})).toMatchObject({ day: '2027-01-11', dueAt: wall('2027-01-11T15:00') });
  });

  it('waits as long as the help desk waits for the customer, and no longer than until it is resolved', () => {
    const asked = wall('2027-01-11T10:00');
    const pauses = [{ from: asked, until: wall('2027-01-11T12:00') }];
    expect(judged({ pauses })).toMatchObject({ dueAt: wall('2027-01-11T17:00') });
    const open = { pauses: [{ from: asked }] };
    expect(judged(open)).toMatchObject({ dueAt: undefined, standsStillSince: asked, result: { hits: 0 } });
    const resolvedAt = [wall('2027-01-11T11:00')];
    expect(judged({ ...open, issue: { resolvedAt } })).toMatchObject({
      ...{ dueAt: wall('2027-01-11T16:00'), result: { hits: 1 } },
    });
  });

  it('states its limit in words', () => {
    const text = { limit: '8 working hours of the calendar helpdesk' };
    const stated = { text, limits: { limit }, hasExceptions: false, mostDays: 0 };
    expect(metric.words?.(stated)).toMatchObject({
      title: 'Resolved within 8 working hours of the calendar helpdesk (T07)',
      judged: '8 working hours of the calendar helpdesk after the first contact',
    });
    expect(metric.words?.({ ...stated, hasExceptions: true })).toMatchObject({ title: 'Resolved in time (T07)' });
  });
});
