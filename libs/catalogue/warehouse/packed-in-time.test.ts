import { describe, expect, it } from 'vitest';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { redefine } from '../metric.js';
import { packedInTime as metric } from './packed-in-time.js';

/** A day after the release. */
const LIMIT = at('2018-03-02T11:00');
const packed = (instant: number, unit?: string) => ({ packed: { at: instant, unit, isWishHonoured: undefined } });

describe('a parcel that was released at eleven on 1 March', () => {
  it.each([
    ['and packed on that day is a hit', parcel(), 'hit'],
    ['and packed a day later to the instant is a hit', parcel(packed(LIMIT)), 'hit'],
    ['and packed a millisecond later is a miss', parcel(packed(LIMIT + 1)), 'miss'],
    ['and never packed is a miss', parcel({ packed: undefined }), 'miss'],
    ['and called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['without a limit of the hand-over is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose release has no time is not asked', parcel({ releasedAt: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
    [
      'and replaced before it was packed is not asked',
      parcel({ packed: undefined, replacedAt: LIMIT }),
      'not evaluated',
    ],
    ['and replaced after the limit is a miss', parcel({ packed: undefined, replacedAt: LIMIT + 1 }), 'miss'],
    ['and replaced after it was packed is a hit', parcel({ ...packed(LIMIT), replacedAt: LIMIT }), 'hit'],
    ['whose payment was approved at the limit is a miss', parcel({ packed: undefined, approvedAt: LIMIT }), 'miss'],
    [
      'whose payment was approved a millisecond later is excluded',
      parcel({ packed: undefined, approvedAt: LIMIT + 1 }),
      'miss UPSTREAM_ORDERING',
    ],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts where and when the limit ends, in the origin of the parcel or where the fact says', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-02', dueAt: LIMIT });
    expect(whereOf(metric, parcel(packed(LIMIT, 'site/north/team/b'))).unit).toBe('site/north/team/b');
  });

  it('has the hours that its definition says', () => {
    const two = redefine(metric, { definition: 2, parameters: { limitCivilDays: 2 } });
    expect(evaluate([two], parcel(packed(at('2018-03-03T11:00'))))[0]?.result.hits).toBe(1);
    expect(evaluate([two], parcel(packed(at('2018-03-03T11:00') + 1)))[0]?.result.hits).toBe(0);
  });
});
