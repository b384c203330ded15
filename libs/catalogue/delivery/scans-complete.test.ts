import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import type { ReportOf } from './report.js';
import { scansComplete as metric } from './scans-complete.js';

const scan = (point: ReportOf<'scanned'>['point'], wallTime: string, isAtAddress = false) =>
  report('scanned', wallTime, { point, isAtAddress });
const way = [
  scan('ACCEPTED', '2018-03-05T07:00'),
  scan('AT_DEPOT', '2018-03-08T07:00'),
  scan('OUT_FOR_DELIVERY', '2018-03-09T14:59'),
];
const there = scan('DELIVERED', '2018-03-09T15:00', true);

describe('a parcel that the customer has on 9 March at 15:00', () => {
  it.each([
    ['scanned everywhere is a hit', [...way, there], 'hit'],
    ['without one of the scans is a miss', [...way.slice(1), there], 'miss'],
    ['without a scan at the delivery is a miss', way, 'miss'],
    ['scanned elsewhere at the delivery is a miss', [...way, scan('DELIVERED', '2018-03-09T15:00')], 'miss'],
    [
      'loaded, by its scan, when the customer had it, is a miss',
      [...way.slice(0, 2), scan('OUT_FOR_DELIVERY', '2018-03-09T15:00'), there],
      'miss',
    ],
    ['scanned at the delivery a day later is a hit', [...way, scan('DELIVERED', '2018-03-10T23:59', true)], 'hit'],
    ['scanned a minute after that is a miss', [...way, scan('DELIVERED', '2018-03-11T00:00', true)], 'miss'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on the day of the delivery and is judged a day later', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-11T00:00') };
    expect(whereOf(metric, parcelWith([]))).toEqual(where);
    const week = redefine(metric, { definition: 2, parameters: { limitCivilDays: 7 }, maturesAfterDays: 7 });
    expect(whereOf(week, parcelWith([])).dueAt).toBe(at('2018-03-17T00:00'));
  });

  it('is not asked when the customer collects it, or does not have it', () => {
    expect(verdictOf(metric, parcelWith([...way, there], { fulfilment: 'LOCKER' }))).toBe('not evaluated');
    expect(verdictOf(metric, parcelWith(way, NOT_RECEIVED))).toBe('not evaluated');
  });
});
