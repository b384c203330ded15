import { describe, expect, it } from 'vitest';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { feedFindings } from './doctor-feeds.js';

const NOW = Date.parse('2027-03-20T13:00:00Z');
const { ORIGIN_REPORTED, ORIGIN_IMPORTED, ORIGIN_GENERATED } = Origin;

/** A feed that is complete through an instant, and for how many hours it may declare nothing; 0 when no document says it. */
const findings = (through: string | undefined, lateAfterHours = 0, origin = ORIGIN_REPORTED) => {
  const completeThrough = through === undefined ? undefined : new Date(through);
  const permitted = { feed: 'shop', facts: [], origin: 0, zone: '', lateAfterHours };
  const feeds = [{ feed: 'shop', completeThrough, origin }];
  return feedFindings('ordering', { feeds, permitted: [permitted], feedsVersion: 1 }, NOW);
};
const signs = (...given: Parameters<typeof findings>) => findings(...given).map(({ sign }) => sign);

describe('cx doctor, about feeds', () => {
  const permit = (...names: readonly string[]) =>
    names.map((feed) => ({ feed, facts: [], origin: 0, zone: '', lateAfterHours: 6 }));
  const reporting = (...names: readonly string[]) =>
    names.map((feed) => ({ feed, completeThrough: new Date(NOW), origin: ORIGIN_REPORTED }));

  it('names a department to which no feed reports, and the feeds that may', () => {
    expect(feedFindings('support', { feeds: [], permitted: [], feedsVersion: 0 }, NOW)).toEqual([
      { sign: '!!', text: 'no feed reports to support' },
    ]);
    expect(feedFindings('support', { feeds: [], permitted: permit('tickets'), feedsVersion: 1 }, NOW)).toEqual([
      { sign: '!!', text: 'no feed reports to support; feeds.yaml lets tickets report' },
    ]);
  });

  it('misses nothing of a department to which no feed may report', () => {
    expect(feedFindings('survey', { feeds: [], permitted: [], feedsVersion: 1 }, NOW)).toEqual([
      { sign: 'ok', text: 'feeds.yaml lets no feed report to survey' },
    ]);
  });

  it('names the feed of several that has not reported yet, because every case waits for it', () => {
    const permitted = permit('berlin', 'leipzig');
    const found = feedFindings('warehouse', { feeds: reporting('berlin'), permitted, feedsVersion: 1 }, NOW);
    expect(found.map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      expect.stringMatching(/^ok warehouse\/berlin \(live\) is complete through/),
      '!! warehouse/leipzig has not reported anything yet; every case of warehouse waits for it',
    ]);
  });

  it.each([
    ['is in order for six hours, where no document says more', '2027-03-20T07:00:00Z', 0, ['ok']],
    ['is late a moment later', '2027-03-20T06:59:59Z', 0, ['NO']],
    ['that exports every night is in order in the afternoon', '2027-03-20T06:00:00Z', 30, ['ok']],
    ['that exports every night is in order for 30 hours', '2027-03-19T07:00:00Z', 30, ['ok']],
    ['that exports every night is late when a night is missed', '2027-03-19T06:59:59Z', 30, ['NO']],
  ])('a live feed %s', (_, through, hours, expected) => expect(signs(through, hours)).toEqual(expected));

  it('says how long a late feed may declare nothing', () => {
    expect(findings('2027-03-18T06:00:00Z', 30)).toEqual([
      {
        sign: 'NO',
        text: 'ordering/shop (live) is complete through 2027-03-18T06:00:00.000Z; late_after_hours of feeds.yaml is 30',
      },
    ]);
  });

  it('finds no replay and nothing generated late: they end in the past for good', () => {
    expect([ORIGIN_IMPORTED, ORIGIN_GENERATED].flatMap((origin) => signs('2018-11-01T00:00:00Z', 6, origin))).toEqual([
      '!!',
      '!!',
    ]);
  });

  it('says that a feed has declared nothing yet', () => {
    expect(findings(undefined)).toEqual([{ sign: '!!', text: 'ordering/shop (live) has not declared how far it is' }]);
  });
});
