import { describe, expect, it } from 'vitest';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { trackingToldAndScanned as metric } from './tracking-told-and-scanned.js';

/** A day after the hand-over. */
const LIMIT = at('2018-03-05T16:00');

describe('a parcel that was handed over at four on 4 March', () => {
  it.each([
    ['and told and scanned on that day is a hit', parcel(), 'hit'],
    ['told before it was handed over is a hit', parcel({ trackingToldAt: at('2018-03-02T10:00') }), 'hit'],
    [
      'told and scanned a day later to the instant is a hit',
      parcel({ trackingToldAt: LIMIT, firstScannedAt: LIMIT }),
      'hit',
    ],
    ['told a millisecond later is a miss', parcel({ trackingToldAt: LIMIT + 1 }), 'miss'],
    ['never told is a miss', parcel({ trackingToldAt: undefined }), 'miss'],
    ['scanned a millisecond later is a miss', parcel({ firstScannedAt: LIMIT + 1 }), 'miss'],
    ['never scanned is a miss', parcel({ firstScannedAt: undefined }), 'miss'],
    ['that waits in the store is not asked', parcel({ fulfilment: 'COLLECT_IN_STORE' }), 'not evaluated'],
    ['that goes to a locker is asked', parcel({ fulfilment: 'LOCKER' }), 'hit'],
    ['or rather was not is not asked', parcel({ handedOverAt: undefined }), 'not evaluated'],
    ['and called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['without a release is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts where the limit ends and is judged then', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-05', dueAt: LIMIT });
  });

  it('has the days that its definition says', () => {
    const two = redefine(metric, { definition: 2, parameters: { limitCivilDays: 2 } });
    expect(verdictOf(two, parcel({ firstScannedAt: at('2018-03-06T16:00') }))).toBe('hit');
    expect(verdictOf(two, parcel({ firstScannedAt: at('2018-03-06T16:00') + 1 }))).toBe('miss');
  });
});
