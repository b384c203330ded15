import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED, parcelWith, report } from '#test/catalogue/reports.js';
import { promiseKeptByCarrier as metric } from './promise-kept-by-carrier.js';

const left = report('dispatched', '2018-03-05T07:00', { unit: 'carrier/acme', contractDueAt: undefined });
const delivered = (deliveredDay: string) => ({ deliveredDay, deliveredAt: at(`${deliveredDay}T15:00`) });

describe('a parcel of a carrier that is promised for 11 March', () => {
  it.each([
    ['and delivered on that day is a hit', delivered('2018-03-11'), 'hit'],
    ['and delivered a day later is a miss', delivered('2018-03-12'), 'miss'],
    ['and never delivered is a miss, also if another one was sent', { ...NOT_RECEIVED, isReplaced: true }, 'miss'],
    [
      'and late by no more than the hand-over is a miss of the warehouse',
      { handedOverAt: at('2018-03-06T12:00'), ...delivered('2018-03-12') },
      'miss UPSTREAM_HANDED_OVER_LATE',
    ],
    ['and canceled is excluded', { isCanceled: true }, 'hit CAUSE_UNKNOWN'],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf(metric, parcelWith([left], changes))).toBe(verdict);
  });

  it('counts on the promised day, in the unit of the carrier, and is judged when that day is over', () => {
    const where = { unit: 'carrier/acme', day: '2018-03-11', dueAt: at('2018-03-12T00:00') };
    expect(whereOf(metric, parcelWith([left]))).toEqual(where);
  });

  it('is not asked if no carrier has it', () => {
    expect(verdictOf(metric, parcelWith([]))).toBe('not evaluated');
  });
});
