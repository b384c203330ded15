import { describe, expect, it } from 'vitest';
import { OrderPlaced } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { placed } from './placed.js';

const order = OrderPlaced.fromPartial({
  promisedDay: '2018-03-02',
  zone: 'America/Sao_Paulo',
  destinationUnit: 'area/rj',
  paymentMethods: [4, 3],
});
const klarna = { method: 'klarna_invoice', settlement: 4 };
/** Half past midnight in UTC, still the evening of the 2nd in Sao Paulo. */
const evening = Date.parse('2018-03-03T00:30:00Z');

describe('an order that is placed', () => {
  it('may be promised for the day it is placed on, where the customer is', () => {
    expect(placed.check?.(order, evening)).toBeUndefined();
  });

  it.each([
    ['promised for the day before', { promisedDay: '2018-03-01' }, 'PROMISE_BEFORE_ORDER', 'placed.promised_day'],
    ['a day two centuries off', { promisedDay: '2218-03-02' }, 'DAY_INVALID', 'placed.promised_day'],
    ['a need two centuries off', { neededByDay: '2100-01-01' }, 'DAY_INVALID', 'placed.needed_by_day'],
    ['fewer items than none', { items: -1 }, 'QUANTITY_INVALID', 'placed.items'],
    ['too many items', { items: 1_000_001 }, 'QUANTITY_INVALID', 'placed.items'],
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
    [
      'the name of a method in capitals',
      { paymentMethods: [], payments: [klarna, { ...klarna, method: 'Klarna' }] },
      'PAYMENT_METHOD_INVALID',
      'placed.payments[1].method',
    ],
    [
      'a method named as the unit of several methods',
      { paymentMethods: [], payments: [{ ...klarna, method: 'mixed' }] },
      'PAYMENT_METHOD_INVALID',
      'placed.payments[0].method',
    ],
    [
      'a method of 65 characters',
      { paymentMethods: [], payments: [{ ...klarna, method: 'k'.repeat(65) }] },
      'PAYMENT_METHOD_INVALID',
      'placed.payments[0].method',
    ],
    [
      'a method without a settlement',
      { paymentMethods: [], payments: [{ ...klarna, settlement: 0 }] },
      'SETTLEMENT_UNKNOWN',
      'placed.payments[0].settlement',
    ],
    ['its payment in both fields', { payments: [klarna] }, 'PAYMENTS_TWICE', 'placed.payments'],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(placed.check?.({ ...order, ...wrong }, evening)).toMatchObject({ reason, field });
  });

  it('names its methods as the shop does, up to 64 characters, and says when money moves', () => {
    const payments = [klarna, { method: 'k'.repeat(64), settlement: 1 }];
    const shop = { ...order, paymentMethods: [], payments };
    expect(placed.check?.(shop, evening)).toBeUndefined();
    expect(placed.read?.(shop, evening).payments).toEqual([
      { method: 'klarna_invoice', settlement: 'AFTER_DELIVERY' },
      { method: 'k'.repeat(64), settlement: 'INSTANT' },
    ]);
    expect(placed.describe?.({ ...shop, payments: [klarna] }, 'UTC')).toContain(
      'paid by klarna_invoice (after delivery)',
    );
  });

  it('gives the four methods of the contract the settlement that they always had', () => {
    expect(placed.read?.({ ...order, paymentMethods: [1, 2, 3, 4] }, evening).payments).toEqual([
      { method: 'credit_card', settlement: 'INSTANT' },
      { method: 'debit_card', settlement: 'INSTANT' },
      { method: 'voucher', settlement: 'INSTANT' },
      { method: 'boleto', settlement: 'WHEN_CUSTOMER_ACTS' },
    ]);
    expect(placed.describe?.(order, 'UTC')).toBe('promised day 2018-03-02, to area/rj, paid by boleto and voucher');
  });
});
