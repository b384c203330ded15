import { describe, expect, it } from 'vitest';
import { daysOf, eventNamed, eventParty, isDuring } from './declared-event.js';
import { endOfDay, instantOfWallTime } from './time.js';

const ZONE = 'Europe/Berlin';
const at = (wallTime: string, zone = ZONE) => instantOfWallTime(`${wallTime}:00`, zone);
const span = (from: string, until: string) => {
  const written = { zone: ZONE, from: at(from), until: at(until) };
  return { ...written, ...daysOf(written) };
};

describe('a question falls due during an event', () => {
  const days = span('2027-02-09T00:00', '2027-02-11T00:00');

  it.each([
    ['a promise of the day before', '2027-02-08', false],
    ['a promise of its first day', '2027-02-09', true],
    ['a promise of its last day, which is due at its end', '2027-02-10', true],
    ['a promise of the day after', '2027-02-11', false],
  ])('%s: %s %s', (_, day, isTaken) => {
    expect(isDuring({ day, dueAt: endOfDay(day, ZONE) }, days)).toBe(isTaken);
  });

  it.each([
    ['to the west of the zone, whose day ends later', 'America/Sao_Paulo'],
    ['to the east of the zone, whose day ends earlier', 'Asia/Tokyo'],
  ])('the same days of a customer %s', (_, zone) => {
    const taken = ['2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11'].filter((day) =>
      isDuring({ day, dueAt: endOfDay(day, zone) }, days),
    );
    expect(taken).toEqual(['2027-02-09', '2027-02-10']);
  });

  it.each([
    ['at the begin', '2027-03-04T09:00', false],
    ['a minute after the begin', '2027-03-04T09:01', true],
    ['at the end', '2027-03-04T15:30', true],
    ['a minute after the end', '2027-03-04T15:31', false],
  ])('an answer that is due %s: %s %s', (_, dueAt, isTaken) => {
    const outage = span('2027-03-04T09:00', '2027-03-04T15:30');
    expect(isDuring({ day: '2027-03-04', dueAt: at(dueAt) }, outage)).toBe(isTaken);
  });

  it('a question that is due weeks later, by the end of the day on which it counts', () => {
    expect(isDuring({ day: '2027-02-10', dueAt: at('2027-02-24T00:00') }, days)).toBe(true);
    expect(isDuring({ day: '2027-01-27', dueAt: at('2027-02-10T00:00') }, days)).toBe(false);
  });

  it('no promise of a day in whose course the event ends', () => {
    const morning = span('2027-02-09T00:00', '2027-02-10T12:00');
    expect(morning).toMatchObject({ firstDay: '2027-02-09', lastDay: '2027-02-10' });
    expect(isDuring({ day: '2027-02-10', dueAt: endOfDay('2027-02-10', ZONE) }, morning)).toBe(false);
  });
});

describe('the party of an event', () => {
  it('names it, and is the name of no department', () => {
    expect(eventNamed(eventParty('black_ice'))).toBe('black_ice');
    expect(['warehouse', 'customer', 'partner/acme', ''].map(eventNamed)).toEqual(Array(4).fill(undefined));
  });
});
