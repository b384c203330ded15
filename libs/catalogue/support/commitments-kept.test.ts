import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { commitmentsKept as metric } from './commitments-kept.js';

const DUE = at('2018-03-05T10:00');
const LATER = at('2018-03-07T10:00');
const promised = (...keptAt: (number | undefined)[]) =>
  contact({ commitments: keptAt.map((one, place) => ({ dueAt: place === 0 ? DUE : LATER, keptAt: one })) });

describe('commitments of a contact', () => {
  it.each([
    ['that were kept at the promised instant are a hit', [DUE], 'hit'],
    ['that were kept a millisecond later are a miss', [DUE + 1], 'miss'],
    ['that were never kept are a miss', [undefined], 'miss'],
    ['are a hit when each of two was kept in time', [DUE, LATER], 'hit'],
    ['are a miss when the first of two was late', [DUE + 1, LATER], 'miss'],
    ['are a miss when the second of two was not kept', [DUE, undefined], 'miss'],
  ])('%s', (_, keptAt, verdict) => {
    expect(verdictOf(metric, promised(...keptAt))).toBe(verdict);
  });

  it('are asked of contacts in which something was promised', () => {
    expect(verdictOf(metric, contact())).toBe('not evaluated');
  });

  it('are judged when the last of them is due, and count on that day', () => {
    expect(whereOf(metric, promised(DUE))).toEqual({ unit: 'team/one', day: '2018-03-05', dueAt: DUE });
    expect(whereOf(metric, promised(DUE, LATER))).toEqual({ unit: 'team/one', day: '2018-03-07', dueAt: LATER });
    const turned = contact({ commitments: [...promised(DUE, LATER).commitments].reverse() });
    expect(whereOf(metric, turned).dueAt).toBe(LATER);
  });

  it('are never judged better because one more is open', () => {
    const kept = fc.option(fc.integer({ min: DUE - 5, max: LATER + 5 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(kept, { minLength: 1, maxLength: 4 }), (all) => {
        const isHitWithMore = verdictOf(metric, promised(...all, undefined)) === 'hit';
        expect(!isHitWithMore || verdictOf(metric, promised(...all)) === 'hit').toBe(true);
      }),
    );
  });
});
