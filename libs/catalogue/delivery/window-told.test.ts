import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, toldWindow } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { windowTold as metric } from './window-told.js';

const told = (wallTime: string, from: string, to: string) =>
  toldWindow(`2018-03-09T${wallTime}`, `2018-03-09T${from}`, `2018-03-09T${to}`);

describe('a parcel that came on 9 March at 15:00', () => {
  it.each([
    ['and was told for two hours is a hit', [told('08:00', '14:00', '16:00')], 'hit'],
    ['and was told for a minute more is a miss', [told('08:00', '14:00', '16:01')], 'miss'],
    ['and was told after the window began is a miss', [told('14:01', '14:00', '16:00')], 'miss'],
    ['and was told nothing is a miss', [], 'miss'],
    ['and was told for two hours, and was late, is a hit: it was told', [told('08:00', '10:00', '12:00')], 'hit'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on the day of the delivery and is judged when that day is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-10T00:00') };
    expect(whereOf(metric, parcelWith([]))).toEqual(where);
  });

  it('has the width that its definition says', () => {
    const hour = redefine(metric, { definition: 2, parameters: { widthMinutes: 60 } });
    expect(verdictOf(hour, parcelWith([told('08:00', '14:00', '15:00')]))).toBe('hit');
    expect(verdictOf(hour, parcelWith([told('08:00', '14:00', '15:01')]))).toBe('miss');
  });

  it('is not asked when the customer collects it, or does not have it', () => {
    expect(verdictOf(metric, parcelWith([], { fulfilment: 'PARCEL_SHOP' }))).toBe('not evaluated');
    expect(verdictOf(metric, parcelWith([], NOT_RECEIVED))).toBe('not evaluated');
  });
});
