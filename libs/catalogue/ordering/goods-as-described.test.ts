import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import type { DefectCause } from './defect.js';
import { goodsAsDescribed as metric } from './goods-as-described.js';

const LIMIT = at('2018-04-08T15:00'); // delivered on 9 March at three
const defect = (happenedAt: number, cause: DefectCause = 'NOT_AS_DESCRIBED') => ({ happenedAt, cause });
const having = (...defects: ReturnType<typeof defect>[]) => order({ defects });

describe('goods', () => {
  it.each([
    ['of which nothing was heard are a hit', order(), 'hit'],
    ['that were not as described are a miss', having(defect(at('2018-03-10T10:00'))), 'miss'],
    ['that were said so at the limit are a miss', having(defect(LIMIT)), 'miss'],
    ['that were said so a millisecond later are a hit', having(defect(LIMIT + 1)), 'hit'],
    ['that were said so before the last parcel came are a miss', having(defect(at('2018-03-05T10:00'))), 'miss'],
    [
      'that came back for another cause are a hit',
      having(defect(LIMIT, 'DOES_NOT_FIT'), defect(LIMIT, 'DAMAGED')),
      'hit',
    ],
    ['that came back for several causes are a miss', having(defect(LIMIT, 'DOES_NOT_FIT'), defect(LIMIT)), 'miss'],
    ['that were not delivered are not asked', order({ deliveredAt: undefined }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('count on the day on which the limit ends', () => {
    expect(whereOf(metric, order())).toEqual({ unit: 'method/credit_card', day: '2018-04-08', dueAt: LIMIT });
  });

  it('are claimed within the days that the definition says', () => {
    const two = redefine(metric, { definition: 2, parameters: { limitCivilDays: 2 } });
    expect(verdictOf(two, having(defect(at('2018-03-11T15:00'))))).toBe('miss');
    expect(verdictOf(two, having(defect(at('2018-03-11T15:00') + 1)))).toBe('hit');
  });
});
