import { describe, expect, it } from 'vitest';
import { at, deliveryParcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { parcelDeliveredByFirstPromise as metric } from './parcel-delivered-by-first-promise.js';

const parcel: typeof deliveryParcel = (changes) => deliveryParcel({ part: '1Z999', ...changes });
const delivered = (deliveredDay: string) => ({ deliveredDay, deliveredAt: at(`${deliveredDay}T15:00`) });
const never = { deliveredDay: undefined, deliveredAt: undefined };

describe('a parcel of an order that is promised for 11 March', () => {
  it.each([
    ['delivered on the promised day is a hit', delivered('2018-03-11'), 'hit'],
    ['delivered a day later is a miss of delivery', delivered('2018-03-12'), 'miss'],
    ['never delivered is a miss of delivery', never, 'miss'],
    ['that was canceled is excluded', { isCanceled: true, ...never }, 'miss CAUSE_UNKNOWN'],
    ['that was not released is a miss of ordering', { isReleased: false, ...never }, 'miss UPSTREAM_NOT_RELEASED'],
    [
      'that was never handed over is a miss of the warehouse',
      { handedOverAt: undefined, ...never },
      'miss UPSTREAM_NEVER_HANDED_OVER',
    ],
    [
      'handed over a day late and delivered a day late is a miss of the warehouse',
      { handedOverAt: at('2018-03-06T12:00'), ...delivered('2018-03-12') },
      'miss UPSTREAM_HANDED_OVER_LATE',
    ],
    ['that another parcel replaced is not asked', { isReplaced: true }, 'not evaluated'],
    ['is not asked if ordering does not name it', { part: '' }, 'not evaluated'],
  ])('%s', (_, changes, verdict) => {
    expect(verdictOf(metric, parcel(changes))).toBe(verdict);
  });

  it('counts on the promised day, under its own name, and is judged when that day is over', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'area/sp', day: '2018-03-11', dueAt: at('2018-03-12T00:00') });
    expect(evaluate([metric], parcel()).map(({ part }) => part)).toEqual(['1Z999']);
  });
});
