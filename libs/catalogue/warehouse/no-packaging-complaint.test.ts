import { describe, expect, it } from 'vitest';
import { claimRows, LAST } from '#test/catalogue/claims.js';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { noPackagingComplaint as metric } from './no-packaging-complaint.js';

describe('a parcel that was handed over on 4 March', () => {
  it.each(claimRows('packagingComplainedAt'))('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the day of the hand-over, and is judged fourteen days after it', () => {
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-04', dueAt: LAST });
  });

  it('is judged by the limit that its definition says', () => {
    const three = redefine(metric, { definition: 2, parameters: { limitCivilDays: 3 }, maturesAfterDays: 3 });
    expect(verdictOf(three, parcel({ packagingComplainedAt: at('2018-03-07T16:00') }))).toBe('miss');
    expect(verdictOf(three, parcel({ packagingComplainedAt: at('2018-03-07T16:00') + 1 }))).toBe('hit');
  });
});
