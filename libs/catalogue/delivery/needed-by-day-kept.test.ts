import { describe, expect, it } from 'vitest';
import { at, deliveryOrder, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED } from '#test/catalogue/reports.js';
import { neededByDayKept as metric } from './needed-by-day-kept.js';

const needed = (changes: object = {}, neededByDay = '2018-03-12') => deliveryOrder({ neededByDay, ...changes });
const delivered = (deliveredDay: string) => ({ deliveredDay, deliveredAt: at(`${deliveredDay}T15:00`) });

describe('an order that is needed by 12 March and promised for the 11th', () => {
  it.each([
    ['and there on the 12th is a hit, although the promise was broken', delivered('2018-03-12'), 'hit'],
    ['and there on the 13th is a miss', delivered('2018-03-13'), 'miss'],
    ['and never there is a miss', NOT_RECEIVED, 'miss'],
    [
      'and late by no more than the hand-over is a miss of the warehouse',
      { handedOverAt: at('2018-03-06T12:00'), ...delivered('2018-03-13') },
      'miss UPSTREAM_HANDED_OVER_LATE',
    ],
    ['and canceled is excluded', { ...NOT_RECEIVED, isCanceled: true }, 'miss CAUSE_UNKNOWN'],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf(metric, needed(changes))).toBe(verdict);
  });

  it('is judged by the day, also where a window or an instant was promised', () => {
    const window = { promisedFrom: at('2018-03-11T14:00'), promisedTo: at('2018-03-11T16:00') };
    expect(verdictOf(metric, needed({ ...window, ...delivered('2018-03-12') }))).toBe('hit');
    const collected = { readyForCollectionBy: at('2018-03-11T16:00') };
    expect(verdictOf(metric, needed({ ...collected, ...delivered('2018-03-12') }))).toBe('hit');
  });

  it('counts on the day on which it is needed and is judged when that day is over', () => {
    const where = { unit: 'area/sp', day: '2018-03-12', dueAt: at('2018-03-13T00:00') };
    expect(whereOf(metric, needed())).toEqual(where);
  });
});

describe('an order that is promised for a day after it is needed', () => {
  const late = (changes: object) => verdictOf(metric, needed(changes, '2018-03-10'));

  it('is a miss of ordering when it is late', () => {
    expect(late(delivered('2018-03-11'))).toBe('miss UPSTREAM_PROMISED_TOO_LATE');
  });

  it('is a hit when it is there all the same, and excluded when it is canceled', () => {
    expect(late(delivered('2018-03-10'))).toBe('hit');
    expect(late({ ...NOT_RECEIVED, isCanceled: true })).toBe('miss CAUSE_UNKNOWN');
  });
});

it('an order of which nothing is said is not asked', () => {
  expect(verdictOf(metric, deliveryOrder())).toBe('not evaluated');
});
