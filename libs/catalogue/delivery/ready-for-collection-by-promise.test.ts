import { describe, expect, it } from 'vitest';
import { at, deliveryOrder, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { NOT_RECEIVED } from '#test/catalogue/reports.js';
import { readyForCollectionByPromise as metric } from './ready-for-collection-by-promise.js';

const promised = { fulfilment: 'COLLECT_IN_STORE', readyForCollectionBy: at('2018-03-11T18:00') } as const;
const ready = (wallTime: string) => ({ deliveredAt: at(wallTime), deliveredDay: wallTime.slice(0, 10) });

describe('an order that is promised to be ready by 11 March at 18:00', () => {
  it.each([
    ['and is ready at that instant is a hit', ready('2018-03-11T18:00'), 'hit'],
    ['and is ready a minute later is a miss', ready('2018-03-11T18:01'), 'miss'],
    ['and is never ready is a miss', NOT_RECEIVED, 'miss'],
    ['and is canceled is excluded', { ...NOT_RECEIVED, isCanceled: true }, 'miss CAUSE_UNKNOWN'],
    [
      'and was handed over late by as much is a miss of the warehouse',
      { handedOverAt: at('2018-03-05T13:00'), ...ready('2018-03-11T19:00') },
      'miss UPSTREAM_HANDED_OVER_LATE',
    ],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf(metric, deliveryOrder({ ...promised, ...changes }))).toBe(verdict);
  });

  it('counts on the promised day and is judged at the promised instant', () => {
    const where = { unit: 'area/sp', day: '2018-03-11', dueAt: at('2018-03-11T18:00') };
    expect(whereOf(metric, deliveryOrder(promised))).toEqual(where);
  });
});

it('an order that goes to a locker by a promised day has that day', () => {
  const locker = { fulfilment: 'LOCKER' } as const;
  expect(verdictOf(metric, deliveryOrder({ ...locker, ...ready('2018-03-11T23:59') }))).toBe('hit');
  expect(verdictOf(metric, deliveryOrder({ ...locker, ...ready('2018-03-12T00:00') }))).toBe('miss');
  expect(whereOf(metric, deliveryOrder(locker)).dueAt).toBe(at('2018-03-12T00:00'));
});

it('an order that goes home is not asked', () => {
  expect(verdictOf(metric, deliveryOrder({ fulfilment: 'HOME' }))).toBe('not evaluated');
  expect(verdictOf(metric, deliveryOrder())).toBe('not evaluated');
});
