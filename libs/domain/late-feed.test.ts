import { expect, it } from 'vitest';
import { LATE_AFTER_HOURS, lateFrom } from './late-feed.js';

const SEVEN = Date.parse('2027-03-20T07:00:00+01:00');

it.each([
  ['six hours later where the company does not say it', LATE_AFTER_HOURS, '2027-03-20T13:00:00+01:00'],
  ['of nightly exports, in the morning after', 30, '2027-03-21T13:00:00+01:00'],
  ['over a weekend with a change of the clocks, by elapsed hours', 200, '2027-03-28T16:00:00+02:00'],
])('a live feed is late %s', (_, hours, from) => {
  expect(lateFrom(SEVEN, hours)).toBe(Date.parse(from));
});
