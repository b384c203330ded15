import { describe, expect, it } from 'vitest';
import { instantIn, readTimestamp } from './timestamp.js';

/** Ten in the morning in Sao Paulo, three hours behind UTC. */
const TEN = Date.UTC(2018, 7, 3, 13);

describe('a timestamp in a file', () => {
  it.each([
    '2018-08-03T10:00:00-03:00',
    '2018-08-03T13:00:00Z',
    '2018-08-03 13:00:00z', // RFC 3339 allows the space and the small letter
    '2018-08-03T13:00:00.000Z',
    '2018-08-03T13:00:00,0Z', // ISO 8601 prefers the comma
    '2018-08-03T13:00Z',
    '2018-08-03T15:00:00+0200',
    '2018-08-03 15:00:00+02', // as PostgreSQL prints it
    '2018-08-03 15:00:00 +02:00',
    '2018-08-03T18:45:00+05:45', // Nepal
    '2018-08-03T13:00:00.000999999Z', // finer than a millisecond is cut
  ])('%s is an instant without any zone', (text) =>
    expect(readTimestamp(text)).toEqual({ kind: 'instant', instant: TEN }),
  );

  it.each(['2018-08-03T10:00:00', '2018-08-03 10:00:00', '2018-08-03 10:00', '2018-08-03T10:00:00.000'])(
    '%s needs a zone',
    (text) => {
      expect(readTimestamp(text)).toEqual({ kind: 'wall_time', wallTime: '2018-08-03T10:00:00.000' });
      expect(instantIn(text, 'America/Sao_Paulo')).toBe(TEN);
      expect(instantIn(text, 'Europe/Berlin')).toBe(TEN - 5 * 3_600_000); // two hours ahead of UTC
    },
  );

  it.each([
    'yesterday',
    '03.08.2018 10:00',
    '08/03/2018 10:00',
    '2018-02-30T10:00:00Z', // no such day
    '2018-13-01T10:00:00Z',
    '2018-08-03T24:00:00Z',
    '2018-08-03T10:60:00Z',
    '2018-08-03', // no time of day
    '1533301200',
    '',
  ])('%s is not one', (text) => expect(readTimestamp(text)).toEqual({ kind: 'invalid' }));

  it('without an offset that a clock change repeats is taken the first time', () => {
    // Berlin, 2018-10-28: 03:00 summer time becomes 02:00, so 02:30 comes at 00:30 and at 01:30 UTC.
    expect(instantIn('2018-10-28 02:30', 'Europe/Berlin')).toBe(Date.UTC(2018, 9, 28, 0, 30));
  });
});
