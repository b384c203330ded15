import { describe, expect, it } from 'vitest';
import { at, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, toldWindow } from '#test/catalogue/reports.js';
import { evaluate } from '../evaluation.js';
import type { Parcel } from './parcel.js';
import { toldWindowMinutes as metric } from './told-window-minutes.js';

const told = (wallTime: string, from: string, to: string) =>
  toldWindow(`2018-03-09T${wallTime}`, `2018-03-09T${from}`, `2018-03-09T${to}`);
const minutes = (parcel: Parcel) => evaluate([metric], parcel)[0]?.result.hits;

describe('the minutes of a told window', () => {
  it('are those of the last window that was told before the parcel came', () => {
    expect(minutes(parcelWith([told('08:00', '14:00', '16:00')]))).toBe(120);
    expect(minutes(parcelWith([told('08:00', '08:00', '20:00'), told('13:00', '14:30', '15:30')]))).toBe(60);
    expect(minutes(parcelWith([told('08:00', '14:00', '16:00'), told('15:00', '15:00', '15:10')]))).toBe(120);
  });

  it('count a begun minute', () => {
    const window = told('08:00', '14:00', '14:10');
    expect(minutes(parcelWith([{ ...window, to: window.to + 1 }]))).toBe(11);
  });

  it('are asked of no other parcel', () => {
    const window = told('08:00', '14:00', '16:00');
    expect(minutes(parcelWith([]))).toBeUndefined();
    expect(minutes(parcelWith([window], NOT_RECEIVED))).toBeUndefined();
    expect(minutes(parcelWith([window], { fulfilment: 'LOCKER' }))).toBeUndefined();
  });

  it('count on the day of the delivery', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-10T00:00') };
    expect(whereOf(metric, parcelWith([told('08:00', '14:00', '16:00')]))).toEqual(where);
  });
});
