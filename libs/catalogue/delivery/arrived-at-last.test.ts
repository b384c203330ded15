import { describe, expect, it } from 'vitest';
import { at, deliveryOrder as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { arrivedAtLast as metric } from './arrived-at-last.js';

const delivered = (deliveredDay: string) => parcel({ deliveredDay, deliveredAt: at(`${deliveredDay}T23:59`) });

describe('a parcel promised for 11 March', () => {
  it.each([
    ['that came in time is a hit', parcel(), 'hit'],
    ['that came on the 14th day after is a hit', delivered('2018-03-25'), 'hit'],
    ['that came a day later is a miss', delivered('2018-03-26'), 'miss'],
    ['that never came is a miss', parcel({ deliveredDay: undefined, deliveredAt: undefined }), 'miss'],
    ['that was not handed over is not asked', parcel({ handedOverAt: undefined }), 'not evaluated'],
    ['that was canceled is not asked', parcel({ isCanceled: true }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the promised day and is judged two weeks after it is over', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'area/sp', day: '2018-03-11', dueAt: at('2018-03-26T00:00') });
  });

  it('has the grace that its definition says', () => {
    const week = redefine(metric, { definition: 2, parameters: { graceCivilDays: 7 }, maturesAfterDays: 7 });
    expect(verdictOf(week, delivered('2018-03-18'))).toBe('hit');
    expect(verdictOf(week, delivered('2018-03-19'))).toBe('miss');
    expect(whereOf(week, parcel()).dueAt).toBe(at('2018-03-19T00:00'));
  });
});
