import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfWallTime } from '#libs/domain/time.js';
import { parseOpenSpan, WEEKDAYS, workingCalendar } from '#libs/domain/working-calendar.js';
import { workingTime } from '#libs/domain/working-time.js';
import { at, contact, MINUTE, SECOND, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { firstResponseInTime as metric } from './first-response-in-time.js';

const RECEIVED = at('2018-03-01T10:00');
const answeredAfter = (ms: number) => contact({ answeredAt: RECEIVED + ms });

describe('the first response', () => {
  it.each([
    ['at once is a hit', 0, 'hit'],
    ['after exactly 60 minutes is a hit', 60 * MINUTE, 'hit'],
    ['a millisecond later is a miss', 60 * MINUTE + 1, 'miss'],
    ['stamped before the contact is a hit, and flagged elsewhere', -SECOND, 'hit'],
  ])('%s', (_, ms, verdict) => {
    expect(verdictOf(metric, answeredAfter(ms))).toBe(verdict);
  });

  it('that never came is a miss', () => {
    expect(verdictOf(metric, contact({ answeredAt: undefined }))).toBe('miss');
  });

  it('is due 60 minutes after the contact, and counts on that day where the customer is', () => {
    expect(whereOf(metric, contact())).toEqual({
      ...{ unit: 'team/one', day: '2018-03-01', dueAt: RECEIVED + 60 * MINUTE },
    });
    const late = contact({ receivedAt: at('2018-03-01T23:00') });
    expect(whereOf(metric, late).day).toBe('2018-03-02');
    expect(whereOf(metric, contact({ receivedAt: at('2018-03-01T23:00') - 1 })).day).toBe('2018-03-01');
  });

  it('is judged by the limit of its definition', () => {
    const half = redefine(metric, { definition: 2, parameters: { limitMinutes: 30 } });
    expect(verdictOf(half, answeredAfter(30 * MINUTE))).toBe('hit');
    expect(verdictOf(half, answeredAfter(30 * MINUTE + 1))).toBe('miss');
    expect(whereOf(half, contact()).dueAt).toBe(RECEIVED + 30 * MINUTE);
  });

  it('never worsens the verdict by coming earlier', () => {
    const ms = fc.nat(3 * 60 * MINUTE);
    fc.assert(
      fc.property(ms, ms, (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)];
        const isHitLate = verdictOf(metric, answeredAfter(late)) === 'hit';
        expect(!isHitLate || verdictOf(metric, answeredAfter(early)) === 'hit').toBe(true);
      }),
    );
  });
});

describe('a first response within four working hours', () => {
  const BERLIN = 'Europe/Berlin';
  const wall = (time: string) => instantOfWallTime(`${time}:00`, BERLIN);
  const span = parseOpenSpan('09:00-18:00') ?? expect.fail('it is a span');
  const week = Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [span]]));
  const calendars = new Map([['helpdesk', workingTime(workingCalendar({ zone: BERLIN, week }))]]);
  const limit = { kind: 'working', ms: 4 * 60 * MINUTE, calendar: 'helpdesk' } as const;
  const friday = { receivedAt: wall('2027-01-08T16:00'), zone: BERLIN, answeredAt: undefined };
  const judged = (changes: Parameters<typeof contact>[0]) =>
    metric.evaluate(contact({ ...friday, ...changes }), { limit }, calendars);

  it('is due after the weekend, and counts on that day', () => {
    expect(judged({})).toMatchObject({ day: '2027-01-11', dueAt: wall('2027-01-11T11:00'), result: { hits: 0 } });
    expect(judged({ answeredAt: wall('2027-01-11T11:00') })).toMatchObject({ result: { hits: 1 } });
    expect(judged({ answeredAt: wall('2027-01-11T11:00') + 1 })).toMatchObject({ result: { hits: 0 } });
  });

  it('stands still while the help desk waits for the customer, and only then', () => {
    const pauses = [{ from: wall('2027-01-08T17:00'), until: wall('2027-01-11T10:00') }];
    expect(judged({ pauses })).toMatchObject({ dueAt: wall('2027-01-11T13:00') });
    const elapsed = { kind: 'elapsed', ms: 60 * MINUTE } as const;
    expect(metric.evaluate(contact({ ...friday, pauses }), { limit: elapsed }, calendars)).toMatchObject({
      dueAt: wall('2027-01-08T17:00'),
    });
  });

  it('is not due while the help desk waits for the customer, and counts on the first day of the wait at the earliest', () => {
    expect(judged({ pauses: [{ from: wall('2027-01-08T17:00') }] })).toMatchObject({
      dueAt: undefined,
      day: '2027-01-08',
    });
  });

  it('is due although the help desk waits for the customer, if the limit ended before', () => {
    expect(judged({ pauses: [{ from: wall('2027-01-12T09:00') }] })).toMatchObject({ dueAt: wall('2027-01-11T11:00') });
  });

  it('is judged when a person answered and then waits for the customer for ever', () => {
    const answeredAt = wall('2027-01-08T16:10');
    const found = judged({ answeredAt, pauses: [{ from: wall('2027-01-08T16:10') }] });
    expect(found).toMatchObject({ dueAt: wall('2027-01-11T11:00'), result: { hits: 1 } });
    const earlier = judged({ answeredAt, pauses: [{ from: wall('2027-01-08T16:05') }] });
    expect(earlier).toMatchObject({ dueAt: wall('2027-01-11T11:05'), result: { hits: 1 } });
  });
});
