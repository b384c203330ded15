import { describe, expect, it } from 'vitest';
import { OF_CONTACT } from '#libs/catalogue/support/metrics.js';
import type { MetricVersion } from '#libs/documents/metrics/metrics-document.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { contact } from '#test/catalogue/examples.js';
import { company, departments, FIRST_DAY, metrics, type Published, published } from '#test/rules/documents.js';
import { evaluateBy, rulesOf } from './rules.js';

const BERLIN = 'Europe/Berlin';
const at = (wallTime: string, zone = BERLIN) => instantOfWallTime(`${wallTime}:00`, zone);
const daily = (span: string, days = 5) =>
  Object.fromEntries(WEEKDAYS.map((day, place) => [day, place < days ? [span] : []]));
const helpdesk = (changes: object = {}) => ({ helpdesk: { zone: BERLIN, hours: daily('09:00-18:00'), ...changes } });
const withHotline = { ...helpdesk(), hotline: { zone: BERLIN, hours: daily('00:00-24:00', 7) } };
const limit = { working_hours: 4, calendar: 'helpdesk' };

/** When the first response to a contact of Thursday 16:00 is due: an hour of Thursday's is worked before five o'clock. */
function due(
  companies: readonly Published[],
  of: Parameters<typeof contact>[0] = {},
  entry: Partial<MetricVersion> = {},
) {
  const entries = [{ valid_from: FIRST_DAY, limit, ...entry }];
  const documents = published(...companies, departments(), metrics({ first_response_in_time: entries }));
  const received = { receivedAt: at('2027-01-07T16:00'), zone: BERLIN, answeredAt: undefined };
  return evaluateBy(rulesOf(documents, 'support'), OF_CONTACT, contact({ ...received, ...of }))[0];
}
const from = (validFrom: string, calendars: object) => company({ valid_from: validFrom, calendars });

describe('known bugs of help desks', () => {
  it('a wait is taken from the worked time, not added to the start', () => {
    const pauses = [{ from: at('2027-01-07T17:00'), until: at('2027-01-08T08:00') }];
    // One hour is worked before the wait, none of the closed night is waited for twice, and three are worked on Friday.
    expect(due([from(FIRST_DAY, helpdesk())], { pauses })?.dueAt).toBe(at('2027-01-08T12:00'));
  });

  it('a change of the calendar applies to open cases, from its first day on', () => {
    const before = from(FIRST_DAY, helpdesk());
    const holiday = from('2027-01-08', helpdesk({ holidays: [{ day: '2027-01-08' }] }));
    expect(due([before])?.dueAt).toBe(at('2027-01-08T11:00'));
    expect(due([before, holiday])?.dueAt).toBe(at('2027-01-11T11:00'));
  });

  it('a ticket keeps the minutes that it worked by the calendar before a change', () => {
    const nights = from('2027-01-08', helpdesk({ hours: daily('22:00-06:00') }));
    expect(due([from(FIRST_DAY, helpdesk()), nights])?.dueAt).toBe(at('2027-01-09T00:00'));
  });

  it('a holiday is one of the zone of the team, not of the customer', () => {
    const holiday = [from(FIRST_DAY, helpdesk({ holidays: [{ day: '2027-01-08' }] }))];
    const tokyo = due(holiday, { receivedAt: at('2027-01-07T23:30'), zone: 'Asia/Tokyo' });
    expect(tokyo).toMatchObject({ dueAt: at('2027-01-11T13:00'), day: '2027-01-11' });
  });

  it('a weekday without hours is closed, and the limit goes on behind it', () => {
    expect(due([from(FIRST_DAY, helpdesk({ hours: daily('09:00-18:00', 4) }))])?.dueAt).toBe(at('2027-01-11T11:00'));
  });

  it('a holiday that splits a calendar into versions does not count an hour twice', () => {
    const versions = ['2027-01-07', '2027-01-08', '2027-01-09'].map((day) => from(day, helpdesk()));
    expect(due([from(FIRST_DAY, helpdesk()), ...versions])?.dueAt).toBe(at('2027-01-08T11:00'));
  });

  it('a contact that does not move has the calendar of its channel and its priority for its whole life', () => {
    const by = [{ channel: ['phone'], limit: { working_hours: 4, calendar: 'hotline' } }];
    const dues = (['PHONE', 'EMAIL'] as const).map(
      (channel) => due([from(FIRST_DAY, withHotline)], { channel }, { by })?.dueAt,
    );
    expect(dues).toEqual([at('2027-01-07T20:00'), at('2027-01-08T11:00')]);
  });
});

describe('a contact that moves to another calendar', () => {
  const companies = [from(FIRST_DAY, withHotline)];
  const move = (wallTime: string, calendar = 'hotline') => ({ at: at(wallTime), calendar });
  const moved = (moves: readonly ReturnType<typeof move>[], of: Parameters<typeof contact>[0] = {}) =>
    due(companies, { moves, ...of });
  const minutes = (found: ReturnType<typeof due>) => found?.worked?.map(({ calendar, ms }) => [calendar, ms / 60_000]);

  it('keeps the minutes that it worked in the first one, a known bug of help desks', () => {
    // 16:00 to 17:00 are 60 minutes of the help desk; the other 180 are worked by the hotline, which never closes.
    const found = moved([move('2027-01-07T17:00')]);
    expect(found?.dueAt).toBe(at('2027-01-07T20:00'));
    expect(minutes(found)).toEqual([
      ['helpdesk', 60],
      ['hotline', 180],
    ]);
  });

  it('works nothing while the first calendar is closed before the move', () => {
    const found = moved([move('2027-01-07T22:00')]);
    expect(found?.dueAt).toBe(at('2027-01-08T00:00')); // 120 minutes until 18:00, 120 from 22:00
    expect(minutes(found)).toEqual([
      ['helpdesk', 120],
      ['hotline', 120],
    ]);
  });

  it('may move several times, and back', () => {
    const found = moved([move('2027-01-07T17:00'), move('2027-01-07T19:00', 'helpdesk')]);
    expect(found?.dueAt).toBe(at('2027-01-08T10:00'));
    expect(minutes(found)).toEqual([
      ['helpdesk', 60],
      ['hotline', 120],
      ['helpdesk', 60],
    ]);
  });

  it('begins by the calendar of a move at the instant of the contact, or before it', () => {
    for (const wallTime of ['2027-01-07T16:00', '2027-01-06T00:00']) {
      expect(moved([move(wallTime)])?.dueAt).toBe(at('2027-01-07T20:00'));
    }
    const night = { receivedAt: at('2027-01-07T03:00') };
    expect(moved([move('2027-01-07T05:00')], night)?.dueAt).toBe(at('2027-01-07T09:00'));
  });

  it('has the calendar of the last of several moves at one instant', () => {
    const moves = [move('2027-01-07T17:00'), move('2027-01-07T17:00', 'helpdesk')];
    expect(moved(moves)?.dueAt).toBe(due(companies)?.dueAt);
    expect(moved(moves.toReversed())?.dueAt).toBe(at('2027-01-07T20:00'));
  });

  it('is not changed by a move at the instant of the answer or after it', () => {
    const answeredAt = at('2027-01-07T17:00');
    const found = moved([move('2027-01-07T17:00')], { answeredAt });
    expect(found).toMatchObject({ dueAt: at('2027-01-08T11:00'), day: '2027-01-08', result: { hits: 1 } });
    expect(found?.worked).toBeUndefined();
    const earlier = moved([move('2027-01-07T16:59')], { answeredAt });
    expect(earlier).toMatchObject({ dueAt: at('2027-01-07T20:00'), day: '2027-01-07', result: { hits: 1 } });
  });

  it('is not changed by a move after the limit was over', () => {
    const found = moved([move('2027-01-08T11:00')]);
    expect(found?.dueAt).toBe(at('2027-01-08T11:00'));
    expect(found?.worked).toBeUndefined();
  });

  it('stands still while the help desk waits for the customer, by the calendar of the moment', () => {
    const pauses = [{ from: at('2027-01-07T16:30'), until: at('2027-01-07T18:30') }];
    const found = moved([move('2027-01-07T17:00')], { pauses });
    expect(found?.dueAt).toBe(at('2027-01-07T22:00')); // 30 minutes until 16:30, 210 from 18:30
    expect(minutes(found)).toEqual([
      ['helpdesk', 30],
      ['hotline', 210],
    ]);
    const open = moved([move('2027-01-07T17:00')], { pauses: [{ from: at('2027-01-07T19:00') }] });
    expect(open).toMatchObject({ dueAt: undefined, standsStillSince: at('2027-01-07T19:00') });
    expect(minutes(open)).toEqual([
      ['helpdesk', 60],
      ['hotline', 120],
    ]);
  });

  it('keeps the limit of its channel and priority, although the new calendar belongs to another one', () => {
    const by = [{ priority: ['urgent'], limit: { working_hours: 1, calendar: 'hotline' } }];
    const moves = [move('2027-01-07T17:00')];
    expect(due(companies, { priority: 'NORMAL', moves }, { by })?.dueAt).toBe(at('2027-01-07T20:00'));
    expect(due(companies, { priority: 'URGENT', moves }, { by })?.dueAt).toBe(at('2027-01-07T17:00'));
  });

  it('measures an hour of a clock change by the calendar that is open in it', () => {
    // On 28 March 2027 the clocks of Berlin go from 2:00 to 3:00; from Friday 17:00 to Sunday 1:00 the help desk works one hour.
    const of = { receivedAt: at('2027-03-26T17:00'), moves: [move('2027-03-28T01:00')] };
    expect(due(companies, of)?.dueAt).toBe(at('2027-03-28T05:00'));
  });

  it('is judged as before by a limit that is not in working time', () => {
    const found = due(companies, { moves: [move('2027-01-07T16:10')] }, { limit: { minutes: 60 } });
    expect(found?.dueAt).toBe(at('2027-01-07T17:00'));
    expect(found?.worked).toBeUndefined();
  });
});

describe('the calendars of a company', () => {
  it('use the holidays of both years for a limit that runs over New Year', () => {
    const year = (first: string, ...days: readonly string[]) =>
      from(first, helpdesk({ holidays: days.map((day) => ({ day })) }));
    const of = { receivedAt: at('2026-12-30T17:00') };
    const both = [year('2026-01-01', '2026-12-31'), year('2027-01-01', '2027-01-01')];
    expect(due(both, of)?.dueAt).toBe(at('2027-01-04T12:00'));
    expect(due(both.slice(0, 1), of)?.dueAt).toBe(at('2027-01-01T12:00'));
  });

  it('let a night that began before a change end by its own hours', () => {
    const nights = helpdesk({ hours: daily('22:00-06:00', 7) });
    const companies = [from(FIRST_DAY, nights), from('2027-01-08', helpdesk())];
    expect(due(companies, { receivedAt: at('2027-01-07T23:00') })?.dueAt).toBe(at('2027-01-08T03:00'));
  });

  it('are those of the new zone from the first day there', () => {
    const moved = from('2027-01-08', { helpdesk: { zone: 'America/New_York', hours: daily('09:00-18:00') } });
    const [before, after] = ['2027-01-07T16:00', '2027-01-08T07:00'].map(
      (receivedAt) => due([from(FIRST_DAY, helpdesk()), moved], { receivedAt: at(receivedAt) })?.dueAt,
    );
    expect(before).toBe(at('2027-01-08T11:00', 'America/New_York'));
    expect(after).toBe(at('2027-01-08T13:00', 'America/New_York'));
  });

  it('keep their hours when a later version does not list them, and have the first ones before they are listed', () => {
    expect(due([from(FIRST_DAY, helpdesk()), from('2027-01-08', {})])?.dueAt).toBe(at('2027-01-08T11:00'));
    expect(due([from(FIRST_DAY, {}), from('2027-01-08', helpdesk())])?.dueAt).toBe(at('2027-01-08T11:00'));
  });

  it('hold by the version with the highest number of those whose first day has come', () => {
    const half = from('2027-01-05', helpdesk({ hours: daily('09:00-10:00') }));
    const corrected = from('2027-01-01', helpdesk());
    expect(due([from(FIRST_DAY, helpdesk()), half, corrected])?.dueAt).toBe(at('2027-01-08T11:00'));
  });
});

describe('a contact that waits for the customer', () => {
  const open = { pauses: [{ from: at('2027-01-07T17:00') }] };
  const later = { valid_from: '2027-01-08', limit: { minutes: 10 } };
  const judged = (of: Parameters<typeof contact>[0], entries: readonly MetricVersion[]) => {
    const documents = published(
      from(FIRST_DAY, helpdesk()),
      departments(),
      metrics({ first_response_in_time: entries }),
    );
    const received = { receivedAt: at('2027-01-07T16:00'), zone: BERLIN, answeredAt: undefined };
    const [found] = evaluateBy(rulesOf(documents, 'support'), OF_CONTACT, contact({ ...received, ...of }));
    return [found?.metric.definition, found?.dueAt];
  };

  it('is not due, and stays with its entry as long as nothing says when it is', () => {
    const entries = [{ valid_from: FIRST_DAY, limit }, later];
    expect(judged(open, entries)).toEqual([1, undefined]);
    expect(judged({ pauses: [{ ...open.pauses[0]!, until: at('2027-01-11T10:00') }] }, entries)).toEqual([
      1,
      at('2027-01-11T13:00'),
    ]);
  });
});
