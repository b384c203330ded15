import { describe, expect, it } from 'vitest';
import type { EventsDocument, WrittenEvent } from '#libs/documents/events/events-document.js';
import { changedEvents, checkOpenPeriods } from './changed-events.js';

const strike: WrittenEvent = {
  ...{ title: 'Strike', kind: 'strike', zone: 'Europe/Berlin', from: '2027-02-09T00:00', until: '2027-02-11T00:00' },
  evidence: { reference: 'file 7', sentence: 'The union announced the strike.' },
  takes_out: [{ department: 'delivery' }],
};
const of = (events: EventsDocument['events']): EventsDocument => ({ events });
const february = { period: '2027-02', firstDay: '2027-02-01', lastDay: '2027-02-28' };

describe('the changed events of a version', () => {
  const days = { name: 'strike', firstDay: '2027-02-09', lastDay: '2027-02-10' };

  it.each<[string, EventsDocument | undefined, EventsDocument, readonly object[]]>([
    ['one that is new', undefined, of({ strike }), [days]],
    ['none that stayed', of({ strike }), of({ strike }), []],
    ['one that was removed', of({ strike }), of({}), [days]],
    [
      'one with other words, by both spans',
      of({ strike }),
      of({ strike: { ...strike, title: 'A strike' } }),
      [days, days],
    ],
    [
      'one that moved, by both spans',
      of({ strike }),
      of({ strike: { ...strike, from: '2027-03-01T00:00', until: '2027-03-02T00:00' } }),
      [days, { name: 'strike', firstDay: '2027-03-01', lastDay: '2027-03-01' }],
    ],
  ])('has %s', (_, before, next, expected) => {
    expect(changedEvents(before, next)).toEqual(expected);
  });
});

describe('a period that has a snapshot', () => {
  const check = (firstDay: string, lastDay: string) => () =>
    checkOpenPeriods([{ name: 'strike', firstDay, lastDay }], [february]);

  it.each([
    ['2027-02-28', '2027-03-02'],
    ['2027-01-30', '2027-02-01'],
    ['2027-02-09', '2027-02-10'],
  ])('takes no event from %s to %s', (firstDay, lastDay) => {
    expect(check(firstDay, lastDay)).toThrow(
      expect.objectContaining({
        reason: 'EVENT_IN_FROZEN_PERIOD',
        message: expect.stringContaining('2027-02 has a snapshot'),
      }),
    );
  });

  it('leaves events of the days beside it alone', () => {
    expect(check('2027-01-30', '2027-01-31')).not.toThrow();
    expect(check('2027-03-01', '2027-03-02')).not.toThrow();
  });
});
