import { describe, expect, it } from 'vitest';
import { at, warehouseParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { handedOverAtLast as metric } from './handed-over-at-last.js';

const LAST = at('2018-03-12T12:00');

describe('a parcel to be handed over by noon of 5 March', () => {
  it.each([
    ['handed over by then is a hit', parcel(), 'hit'],
    ['handed over seven days later to the instant is a hit', parcel({ handedOverAt: LAST }), 'hit'],
    ['handed over a millisecond later is a miss', parcel({ handedOverAt: LAST + 1 }), 'miss'],
    ['never handed over is a miss', parcel({ handedOverAt: undefined }), 'miss'],
    ['called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['not released is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
    [
      'whose limit lay before the approval is excluded',
      parcel({ approvedAt: at('2018-03-06T00:00') }),
      'hit UPSTREAM_ORDERING',
    ],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the limit, so that a month is one set of orders, and is judged seven days after it', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-05', dueAt: LAST });
  });

  it('has the same wall time as its last instant when the clocks change in between', () => {
    const across = parcel({ released: { dueAt: at('2018-11-01T12:00'), originUnit: 'seller/one' } });
    expect(whereOf(metric, across).dueAt).toBe(at('2018-11-08T12:00'));
  });

  it('has the grace that its definition says', () => {
    const three = redefine(metric, { definition: 2, parameters: { graceCivilDays: 3 }, maturesAfterDays: 3 });
    expect(verdictOf(three, parcel({ handedOverAt: at('2018-03-08T12:00') }))).toBe('hit');
    expect(verdictOf(three, parcel({ handedOverAt: at('2018-03-08T12:00') + 1 }))).toBe('miss');
  });
});
