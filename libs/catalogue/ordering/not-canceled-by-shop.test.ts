import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import type { Cancellation } from './cancellation.js';
import { notCanceledByShop as metric } from './not-canceled-by-shop.js';

const ended = at('2018-03-02T10:00');
const canceled = (...cancellations: Cancellation[]) => order({ canceledAt: ended, cancellations });
const ofParcel = (...cancellations: Cancellation[]) => order({ cancellations });

describe('an order', () => {
  it.each([
    ['that was kept is a hit', order(), 'hit'],
    ['of which nothing more is known is a hit', order({ steps: [], deliveredAt: undefined }), 'hit'],
    ['that the shop canceled is a miss', canceled({ by: 'SHOP' }), 'miss'],
    ['of which the shop canceled one parcel is a miss', ofParcel({ by: 'SHOP' }), 'miss'],
    ['that the customer canceled is excluded', canceled({ by: 'CUSTOMER' }), 'hit CANCELED_BY_CUSTOMER'],
    ['of which the customer canceled one parcel is a hit', ofParcel({ by: 'CUSTOMER' }), 'hit'],
    ['that the customer canceled as too late is a miss', canceled({ by: 'CUSTOMER', cause: 'TOO_LATE' }), 'miss'],
    ['whose goods were not there is a miss', order({ unavailableAt: ended }), 'miss'],
    [
      'whose goods were not there, so that the customer canceled it, is a miss',
      order({ unavailableAt: ended, canceledAt: ended, cancellations: [{ by: 'CUSTOMER' }] }),
      'miss',
    ],
    ['that was not paid is excluded', canceled({ by: 'SHOP', cause: 'NOT_PAID' }), 'miss NOT_PAID'],
    [
      'whose goods the warehouse lost is a miss of the warehouse',
      canceled({ by: 'SHOP', cause: 'LOST_IN_WAREHOUSE' }),
      'miss LOST_IN_WAREHOUSE',
    ],
    ['that an unknown party canceled is a miss of it', canceled({}), 'miss CAUSE_UNKNOWN'],
    [
      'of which the customer canceled one parcel and the shop another one is a miss',
      canceled({ by: 'CUSTOMER' }, { by: 'SHOP' }),
      'miss',
    ],
    [
      'of which the warehouse lost one parcel and an unknown party canceled another one is a miss of the warehouse',
      canceled({}, { cause: 'LOST_IN_WAREHOUSE' }),
      'miss LOST_IN_WAREHOUSE',
    ],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on the promised day and is judged when that day is over', () => {
    const where = { unit: 'method/credit_card', day: '2018-03-11', dueAt: at('2018-03-12T00:00') };
    expect(whereOf(metric, order())).toEqual(where);
  });
});
