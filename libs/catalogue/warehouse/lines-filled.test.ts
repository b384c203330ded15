import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, handledParcel as parcel, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { evaluate } from '../evaluation.js';
import { linesFilled as metric } from './lines-filled.js';

const filled = (linesOrdered: number, linesRight: number) => {
  const picked = { at: at('2018-03-01T15:00'), unit: undefined, linesOrdered, linesRight, linesShort: 0 };
  const [evaluation] = evaluate([metric], parcel({ picked }));
  return evaluation && [evaluation.result.hits, evaluation.result.misses];
};

describe('the lines of a parcel', () => {
  it('are hits where they are right and misses where they are short or wrong', () => {
    expect(filled(3, 3)).toEqual([3, 0]);
    expect(filled(3, 1)).toEqual([1, 2]);
    expect(filled(3, 0)).toEqual([0, 3]);
  });

  it('are all counted, whatever became of them', () => {
    const lines = fc.integer({ min: 1, max: 10_000 }).chain((all) => fc.tuple(fc.constant(all), fc.nat(all)));
    fc.assert(
      fc.property(lines, ([ordered, right]) => {
        expect(filled(ordered, right)?.reduce((sum, one) => sum + one)).toBe(ordered);
      }),
    );
  });

  it.each([
    ['was not handed over', parcel({ handedOverAt: undefined })],
    ['was not picked', parcel({ picked: undefined })],
    ['was called off', parcel({ isCalledOff: true })],
    ['was not released', parcel({ released: undefined })],
    ['has no known promise', parcel({ zone: undefined })],
  ])('are not asked of a parcel that %s', (_, of) => {
    expect(verdictOf(metric, of)).toBe('not evaluated');
  });

  it('count on the day of the hand-over', () => {
    const dueAt = at('2018-03-04T16:00');
    expect(whereOf(metric, parcel())).toEqual({ unit: 'seller/one', day: '2018-03-04', dueAt });
  });
});
