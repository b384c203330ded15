import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { courtesyStandardsMet as metric } from './courtesy-standards-met.js';

const audit = (isMet: boolean) => ({ happenedAt: at('2018-03-09T23:59'), unit: 'team/a', zone: ZONE, isMet });

describe('an audit of courtesy', () => {
  it('is a hit if every check is met, and a miss if not', () => {
    expect([verdictOf(metric, audit(true)), verdictOf(metric, audit(false))]).toEqual(['hit', 'miss']);
  });

  it('counts on its day where the customer is, in the unit that was audited, and is judged at once', () => {
    expect(whereOf(metric, audit(true))).toEqual({
      ...{ unit: 'team/a', day: '2018-03-09', dueAt: at('2018-03-09T23:59') },
    });
  });
});
