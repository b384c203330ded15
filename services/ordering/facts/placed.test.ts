import { describe, expect, it } from 'vitest';
import { placed } from './placed.js';

const order = {
  promisedDay: '2018-03-02',
  zone: 'America/Sao_Paulo',
  destinationUnit: 'area/rj',
  paymentMethods: [4, 3],
};
/** Half past midnight in UTC, still the evening of the 2nd in Sao Paulo. */
const evening = Date.parse('2018-03-03T00:30:00Z');

describe('an order that is placed', () => {
  it('may be promised for the day it is placed on, where the customer is', () => {
    expect(placed.check?.(order, evening)).toBeUndefined();
  });

  it.each([
    ['promised for the day before', { promisedDay: '2018-03-01' }, 'PROMISE_BEFORE_ORDER', 'placed.promised_day'],
    ['a day that does not exist', { promisedDay: '2018-02-30' }, 'DAY_INVALID', 'placed.promised_day'],
    ['a zone that does not exist', { zone: 'America/Gotham' }, 'ZONE_UNKNOWN', 'placed.zone'],
    ['no destination', { destinationUnit: '' }, 'UNIT_INVALID', 'placed.destination_unit'],
    ['a destination in capitals', { destinationUnit: 'area/RJ' }, 'UNIT_INVALID', 'placed.destination_unit'],
    [
      'a payment method that this version does not know',
      { paymentMethods: [4, 77] },
      'PAYMENT_METHOD_UNKNOWN',
      'placed.payment_methods',
    ],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(placed.check?.({ ...order, ...wrong }, evening)).toMatchObject({ reason, field });
  });
});
