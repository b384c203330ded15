import { describe, expect, it } from 'vitest';
import { at, deliveryOrder, deliveryParcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { onTimeInFull as metric } from './on-time-in-full.js';
import { orderOf } from './order.js';

const incomplete = (wallTime = '2018-03-10T10:00') => ({ reports: [report('found_incomplete', wallTime)] });
const late = { deliveredDay: '2018-03-12', deliveredAt: at('2018-03-12T15:00') };

describe('an order that is promised for 11 March', () => {
  it.each([
    ['and there in time and in full is a hit', {}, 'hit'],
    ['and incomplete is a miss of the warehouse', incomplete(), 'miss UPSTREAM_WAREHOUSE'],
    ['and late is a miss of delivery', late, 'miss'],
    ['and late and incomplete is a miss of delivery', { ...late, ...incomplete('2018-03-12T17:00') }, 'miss'],
    ['and found incomplete on the 7th day is a miss', incomplete('2018-03-18T23:59'), 'miss UPSTREAM_WAREHOUSE'],
    ['and found incomplete a minute later is a hit', incomplete('2018-03-19T00:00'), 'hit'],
    ['and canceled is excluded', { isCanceled: true }, 'hit CAUSE_UNKNOWN'],
    ['and canceled and incomplete is excluded', { isCanceled: true, ...incomplete() }, 'miss CAUSE_UNKNOWN'],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf(metric, deliveryOrder(changes))).toBe(verdict);
  });

  it('is incomplete if one of its parcels is', () => {
    const two = orderOf([deliveryParcel({ part: 'A' }), deliveryParcel({ part: 'B', ...incomplete() })]);
    expect(verdictOf(metric, two ?? expect.fail('there are parcels'))).toBe('miss UPSTREAM_WAREHOUSE');
  });

  it('counts on the promised day and is judged 7 days after it', () => {
    const where = { unit: 'area/sp', day: '2018-03-11', dueAt: at('2018-03-19T00:00') };
    expect(whereOf(metric, deliveryOrder())).toEqual(where);
    const day = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 }, maturesAfterDays: 1 });
    expect(whereOf(day, deliveryOrder()).dueAt).toBe(at('2018-03-13T00:00'));
  });
});
