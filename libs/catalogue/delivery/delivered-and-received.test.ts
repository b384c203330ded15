import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { redefine } from '../metric.js';
import { deliveredAndReceived as metric } from './delivered-and-received.js';

const missing = (wallTime: string) => report('not_received', wallTime);

describe('a parcel that was reported as delivered on 9 March', () => {
  it.each([
    ['and of which the customer says nothing is a hit', [], 'hit'],
    ['and is not there is a miss', [missing('2018-03-09T18:00')], 'miss'],
    ['and is reported missing on the 14th day is a miss', [missing('2018-03-23T23:59')], 'miss'],
    ['and is reported missing a minute later is a hit', [missing('2018-03-24T00:00')], 'hit'],
  ])('%s', (_, reports, verdict) => {
    expect(verdictOf(metric, parcelWith(reports))).toBe(verdict);
  });

  it('counts on the day of the delivery and is judged when the last day for a report is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-09', dueAt: at('2018-03-24T00:00') };
    expect(whereOf(metric, parcelWith([missing('2018-03-09T18:00')]))).toEqual(where);
  });

  it('has the days that its definition says', () => {
    const week = redefine(metric, { definition: 2, parameters: { limitCivilDays: 7 }, maturesAfterDays: 7 });
    expect(verdictOf(week, parcelWith([missing('2018-03-16T23:59')]))).toBe('miss');
    expect(verdictOf(week, parcelWith([missing('2018-03-17T00:00')]))).toBe('hit');
  });

  it('is asked only if the customer is said to have it', () => {
    expect(verdictOf(metric, parcelWith([missing('2018-03-09T18:00')], NOT_RECEIVED))).toBe('not evaluated');
  });

  it('never becomes a hit by one more report', () => {
    const days = fc.array(fc.integer({ min: 10, max: 31 }).map((day) => missing(`2018-03-${day}T12:00`)));
    fc.assert(
      fc.property(days, days, (some, more) => {
        const isHit = (reports: typeof some) => verdictOf(metric, parcelWith(reports)) === 'hit';
        expect(isHit(some) || !isHit([...some, ...more])).toBe(true);
      }),
    );
  });
});
