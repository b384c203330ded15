import { describe, expect, it } from 'vitest';
import { claimRows, LAST } from '#test/catalogue/claims.js';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { packagingWishHonoured as metric } from './packaging-wish-honoured.js';

describe('a parcel that was handed over on 4 March', () => {
  it.each(claimRows('wishIgnoredAt'))('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the hand-over, and is judged fourteen days after it', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-04', dueAt: LAST });
  });

  it('is judged by the limit that its definition says', () => {
    const three = redefine(metric, { definition: 2, parameters: { limitCivilDays: 3 }, maturesAfterDays: 3 });
    expect(verdictOf(three, parcel({ wishIgnoredAt: at('2018-03-07T16:00') }))).toBe('miss');
    expect(verdictOf(three, parcel({ wishIgnoredAt: at('2018-03-07T16:00') + 1 }))).toBe('hit');
  });

  it.each([
    ['that the warehouse says was not packed as wished is a miss, whatever the customer says', false, 'miss'],
    ['without a wish is not asked', undefined, 'not evaluated'],
  ])('%s', (_, isWishHonoured, verdict) => {
    const packed = { at: at('2018-03-01T16:00'), unit: undefined, isWishHonoured };
    expect(verdictOf(metric, parcel({ packed }))).toBe(verdict);
  });

  it('that was not reported as packed is not asked', () => {
    expect(verdictOf(metric, parcel({ packed: undefined }))).toBe('not evaluated');
  });
});
