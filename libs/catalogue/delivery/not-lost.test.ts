import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { notLost as metric } from './not-lost.js';

const left = report('dispatched', '2018-03-05T07:00', { unit: 'carrier/acme', contractDueAt: undefined });
const lost = (wallTime: string) => report('lost', wallTime);
const returned = (wallTime: string) => report('returned_to_sender', wallTime);
const received = (wallTime: string) => ({ receivedAt: at(wallTime) });

describe('a parcel that left on 5 March', () => {
  it.each([
    ['and that the customer has is a hit', [left], {}, 'hit'],
    ['and came on the 30th day is a hit', [left], received('2018-04-04T23:59'), 'hit'],
    ['and came a minute later is a miss', [left], received('2018-04-05T00:00'), 'miss'],
    ['and of which nothing is reported is a miss', [left], NOT_RECEIVED, 'miss'],
    ['and was declared lost is a miss', [left, lost('2018-03-12T10:00')], NOT_RECEIVED, 'miss'],
    ['was lost and found is a hit', [left, lost('2018-03-12T10:00')], received('2018-03-14T10:00'), 'hit'],
    ['and is lost after it was delivered is a miss', [left, lost('2018-03-12T10:00')], {}, 'miss'],
    ['and is declared lost too late is a hit', [left, lost('2018-04-05T00:00')], {}, 'hit'],
    ['and came back is a hit', [left, returned('2018-03-20T10:00')], NOT_RECEIVED, 'hit'],
    ['and came back too late is a miss', [left, returned('2018-04-05T00:00')], NOT_RECEIVED, 'miss'],
    ['and is ready for collection is a hit', [left], { ...NOT_RECEIVED, readyAt: at('2018-03-09T10:00') }, 'hit'],
    ['and in whose place another one was sent is a miss', [left], { ...NOT_RECEIVED, isReplaced: true }, 'miss'],
  ])('%s', (_, reports, changes, verdict) => {
    expect(verdictOf(metric, parcelWith(reports, changes))).toBe(verdict);
  });

  it('counts on the day of the dispatch and is judged 30 days after it', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-05', dueAt: at('2018-04-05T00:00') };
    expect(whereOf(metric, parcelWith([left]))).toEqual(where);
    const week = redefine(metric, { definition: 2, parameters: { limitCivilDays: 7 }, maturesAfterDays: 7 });
    expect(whereOf(week, parcelWith([left])).dueAt).toBe(at('2018-03-13T00:00'));
  });
});

it('a parcel that never left is not asked', () => {
  expect(verdictOf(metric, parcelWith([lost('2018-03-12T10:00')]))).toBe('not evaluated');
});
