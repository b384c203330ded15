import { describe, expect, it } from 'vitest';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { pickedRight as metric } from './picked-right.js';

const pick = (linesRight: number, linesShort: number, unit?: string) =>
  parcel({ picked: { at: at('2018-03-01T15:00'), unit, linesOrdered: 3, linesRight, linesShort } });

describe('a pick of three lines', () => {
  it.each([
    ['that are all right is a hit', pick(3, 0), 'hit'],
    ['of which one is short is a hit: the goods were not there', pick(2, 1), 'hit'],
    ['that are all short is a hit', pick(0, 3), 'hit'],
    ['of which one is wrong is a miss', pick(2, 0), 'miss'],
    ['that was not reported is not asked', parcel({ picked: undefined }), 'not evaluated'],
    ['that was called off is not asked', parcel({ isCalledOff: true }), 'not evaluated'],
    ['that ordering has not released is not asked', parcel({ released: undefined }), 'not evaluated'],
    ['whose promise is not known yet is not asked', parcel({ zone: undefined }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on its day and is judged at once, in the origin of the parcel or where the fact says', () => {
    const dueAt = at('2018-03-01T15:00');
    expect(whereOf(metric, pick(3, 0))).toEqual({ unit: 'seller/one', day: '2018-03-01', dueAt });
    expect(whereOf(metric, pick(3, 0, 'site/north/team/a')).unit).toBe('site/north/team/a');
  });
});
