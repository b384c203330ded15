import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { orderKept as metric } from './order-kept.js';

const ended = at('2018-03-02T10:00');

describe('an order', () => {
  it.each([
    ['that was delivered is a hit', order(), 'hit'],
    ['of which nothing more is known is a hit', order({ steps: [], deliveredAt: undefined }), 'hit'],
    ['that became unavailable is a miss', order({ unavailableAt: ended }), 'miss'],
    ['that was canceled is a miss of an unknown party', order({ canceledAt: ended }), 'miss CAUSE_UNKNOWN'],
    [
      'that was canceled and unavailable is a miss of an unknown party',
      order({ canceledAt: ended, unavailableAt: ended }),
      'miss CAUSE_UNKNOWN',
    ],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the promised day and is judged when that day is over', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: at('2018-03-12T00:00') };
    expect(whereOf(metric, order())).toEqual(where);
  });
});
