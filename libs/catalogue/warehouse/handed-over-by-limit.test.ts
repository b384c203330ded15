import { describe, expect, it } from 'vitest';
import { at, warehouseParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { handedOverByLimit as metric } from './handed-over-by-limit.js';

const LIMIT = at('2018-03-05T12:00');

describe('a parcel to be handed over by noon of 5 March', () => {
  it.each([
    ['handed over before is a hit', parcel(), 'hit'],
    ['handed over at noon is a hit', parcel({ handedOverAt: LIMIT }), 'hit'],
    ['handed over a millisecond later is a miss', parcel({ handedOverAt: LIMIT + 1 }), 'miss'],
    ['never handed over is a miss', parcel({ handedOverAt: undefined }), 'miss'],
    ['called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['not released is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the limit and is judged at the limit', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-05', dueAt: LIMIT });
  });
});

describe('a limit that lay before the approval of the payment', () => {
  it('by a millisecond was impossible, and the case is excluded, hit or miss alike', () => {
    const impossible = { approvedAt: LIMIT + 1 };
    expect(verdictOf(metric, parcel(impossible))).toBe('hit UPSTREAM_ORDERING');
    expect(verdictOf(metric, parcel({ ...impossible, handedOverAt: LIMIT + 2 }))).toBe('miss UPSTREAM_ORDERING');
  });

  it('not at all, because the payment was approved at the limit, was possible', () => {
    expect(verdictOf(metric, parcel({ approvedAt: LIMIT, handedOverAt: LIMIT + 1 }))).toBe('miss');
  });

  it('is not assumed when the approval is not known', () => {
    expect(verdictOf(metric, parcel({ approvedAt: undefined, handedOverAt: LIMIT + 1 }))).toBe('miss');
  });
});
