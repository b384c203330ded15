import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { toldFirstOfFailure as metric } from './told-first-of-failure.js';

const told = (wallTime: string) => report('failure_told', wallTime);
const asked = (wallTime: string) => report('asked_after', wallTime);
const MIDNIGHT = '2018-03-12T00:00';
/** Promised for 11 March, and not there. */
const late = (...reports: Parameters<typeof parcelWith>[0]) => parcelWith(reports, NOT_RECEIVED);

describe('the customer of a late parcel', () => {
  it.each([
    ['told before it was late is a hit', late(told('2018-03-10T09:00')), 'hit'],
    ['told a day after it at the latest is a hit', late(told('2018-03-13T00:00')), 'hit'],
    ['told later is a miss', late(told('2018-03-13T00:01')), 'miss'],
    ['never told is a miss', late(), 'miss'],
    ['who asked and was told afterwards is a miss', late(asked('2018-03-12T08:00'), told('2018-03-12T08:01')), 'miss'],
    ['told when the customer asks is a hit', late(told('2018-03-12T08:00'), asked('2018-03-12T08:00')), 'hit'],
    ['who asked before it was late is a hit', late(asked('2018-03-11T23:59'), told('2018-03-12T08:00')), 'hit'],
    ['who asked when it became late is a miss', late(asked(MIDNIGHT), told('2018-03-12T08:00')), 'miss'],
  ])('%s', (_, parcel, verdict) => {
    expect(verdictOf(metric, parcel)).toBe(verdict);
  });
});

describe('a failure', () => {
  it('is also a loss and a damage, the first of all failures counts', () => {
    const lost = parcelWith([report('lost', '2018-03-08T12:00')], NOT_RECEIVED);
    expect(whereOf(metric, lost)).toEqual({ unit: 'carrier/acme', day: '2018-03-08', dueAt: at('2018-03-09T12:00') });
    const damaged = report('damage_found', '2018-03-09T16:00', { origin: undefined });
    expect(verdictOf(metric, parcelWith([damaged]))).toBe('miss');
    expect(verdictOf(metric, parcelWith([damaged, told('2018-03-10T16:00')]))).toBe('hit');
  });

  it('is nothing that a parcel in time, a canceled or a replaced one has', () => {
    expect(verdictOf(metric, parcelWith([]))).toBe('not evaluated');
    expect(verdictOf(metric, parcelWith([], { ...NOT_RECEIVED, isCanceled: true }))).toBe('not evaluated');
    expect(verdictOf(metric, parcelWith([], { ...NOT_RECEIVED, isReplaced: true }))).toBe('not evaluated');
  });

  it('counts on its day, and is judged a day later', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-12', dueAt: at('2018-03-13T00:00') };
    expect(whereOf(metric, late())).toEqual(where);
    const two = redefine(metric, { definition: 2, parameters: { limitCivilDays: 2 } });
    expect(whereOf(two, late()).dueAt).toBe(at('2018-03-14T00:00'));
  });
});
