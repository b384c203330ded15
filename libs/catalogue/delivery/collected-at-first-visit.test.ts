import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { collectedAtFirstVisit as metric } from './collected-at-first-visit.js';
import type { ReportOf } from './report.js';

const store = { fulfilment: 'COLLECT_IN_STORE' } as const;
const inVain = (problem: ReportOf<'collection_in_vain'>['problem'], wallTime = '2018-03-08T17:00') =>
  report('collection_in_vain', wallTime, { problem });
const ready = (wallTime: string) => ({ ...store, readyAt: at(wallTime) });

describe('a parcel that the customer collects', () => {
  it.each([
    ['and has at the first visit is a hit', [], store, 'hit'],
    ['and has at the second visit is a miss', [inVain('NOT_READY')], store, 'miss'],
    ['and came for in vain only is a miss', [inVain('NOT_FOUND')], { ...store, ...NOT_RECEIVED }, 'miss'],
    ['and did not come for is not asked', [], { ...store, ...NOT_RECEIVED }, 'not evaluated'],
    ['and came for again afterwards is a hit', [inVain('CLOSED', '2018-03-09T15:00')], store, 'hit'],
    [
      'and was ready, while the customer could not be identified, is excluded',
      [inVain('NOT_IDENTIFIED')],
      ready('2018-03-08T17:00'),
      'miss CUSTOMER_NOT_IDENTIFIED',
    ],
    ['and was not ready then is a miss', [inVain('NOT_IDENTIFIED')], ready('2018-03-08T17:01'), 'miss'],
    ['and of which it is not known that it was ready is a miss', [inVain('NOT_IDENTIFIED')], store, 'miss'],
    ['while the queue was too long is a miss', [inVain('QUEUE')], ready('2018-03-08T09:00'), 'miss'],
  ])('%s', (_, reports, changes, verdict) => {
    expect(verdictOf(metric, parcelWith(reports, changes))).toBe(verdict);
  });

  it('counts on the day of the first visit and is judged when that day is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-08', dueAt: at('2018-03-09T00:00') };
    expect(whereOf(metric, parcelWith([inVain('NOT_READY')], store))).toEqual(where);
    expect(whereOf(metric, parcelWith([], store)).day).toBe('2018-03-09');
  });
});

it('a parcel that is brought home is not asked', () => {
  expect(verdictOf(metric, parcelWith([inVain('NOT_READY')], { fulfilment: 'HOME' }))).toBe('not evaluated');
  expect(verdictOf(metric, parcelWith([]))).toBe('not evaluated');
});
