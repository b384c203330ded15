import { describe, expect, it } from 'vitest';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { shippedComplete as metric } from './shipped-complete.js';

const pick = (linesRight: number, linesShort: number) =>
  parcel({ picked: { at: at('2018-03-01T15:00'), unit: undefined, linesOrdered: 3, linesRight, linesShort } });

describe('a parcel of three lines', () => {
  it.each([
    ['that left with all of them is a hit', pick(3, 0), 'hit'],
    ['that left one line short is a miss', pick(2, 1), 'miss'],
    ['that left with a wrong line is a miss', pick(2, 0), 'miss'],
    ['that was not handed over is not asked', parcel({ handedOverAt: undefined }), 'not evaluated'],
    ['whose pick was not reported is not asked', parcel({ picked: undefined }), 'not evaluated'],
    ['that was called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['that ordering has not released is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the hand-over and is judged then', () => {
    const dueAt = at('2018-03-04T16:00');
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-04', dueAt });
  });
});
