import { describe, expect, it } from 'vitest';
import { at, order, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import { listedPayment, type Settlement } from './payment.js';
import { paymentApprovedInTime as metric } from './payment-approved-in-time.js';

const LIMIT = at('2018-03-02T10:00');
const open = { deliveredAt: undefined };

describe('the payment of an order of 1 March, ten o’clock', () => {
  it.each([
    ['approved at once is a hit', order(), 'hit'],
    ['approved at ten on the next day is a hit', order({ approvedAt: LIMIT }), 'hit'],
    ['approved a millisecond later is a miss', order({ approvedAt: LIMIT + 1 }), 'miss'],
    ['never approved is a miss', order({ approvedAt: undefined, ...open }), 'miss'],
    [
      'without an approval, of an order that was delivered, is not asked',
      order({ approvedAt: undefined }),
      'not evaluated',
    ],
    ['by an unknown method is not asked', order({ placed: { payments: [] } }), 'not evaluated'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it.each([
    ['by boleto', ['boleto']],
    ['by boleto among others', ['credit_card', 'boleto']],
  ] as const)('%s is the customer’s choice, hit or miss alike', (_, methods) => {
    const payments = methods.map(listedPayment);
    expect(verdictOf(metric, order({ placed: { payments } }))).toBe('hit CUSTOMER_CHOSE_OFFLINE_PAYMENT');
    const late = order({ placed: { payments }, approvedAt: LIMIT + 1 });
    expect(verdictOf(metric, late)).toBe('miss CUSTOMER_CHOSE_OFFLINE_PAYMENT');
  });

  it('counts on the day of the limit, by the unit that processed it', () => {
    expect(whereOf(metric, order())).toEqual({ unit: 'method/credit_card', day: '2018-03-02', dueAt: LIMIT });
  });

  it('has until the same wall time when the clocks change overnight', () => {
    const across = order({ placed: { happenedAt: at('2018-11-03T10:00') } }); // 23 hours later it is ten again
    expect(whereOf(metric, across).dueAt).toBe(at('2018-11-04T10:00'));
    expect(at('2018-11-04T10:00') - at('2018-11-03T10:00')).toBe(23 * 3_600_000);
  });

  it('has the days that its definition says', () => {
    const two = redefine(metric, {
      definition: 2,
      parameters: { ...metric.parameters, limitCivilDays: 2 },
      maturesAfterDays: 2,
    });
    expect(verdictOf(two, order({ approvedAt: at('2018-03-03T10:00') }))).toBe('hit');
    expect(verdictOf(two, order({ approvedAt: at('2018-03-03T10:00') + 1 }))).toBe('miss');
  });
});

/** Approved a millisecond too late, so that every order that is asked is a miss. */
const paidBy = (...settlements: Settlement[]) =>
  order({
    placed: { payments: settlements.map((settlement) => ({ method: 'any', settlement })) },
    approvedAt: LIMIT + 1,
  });

describe('a method with a name of the shop', () => {
  it.each<[string, Settlement[], string]>([
    ['that settles at once is asked', ['INSTANT'], 'miss'],
    [
      'that settles when the customer acts is left to the customer',
      ['WHEN_CUSTOMER_ACTS'],
      'miss CUSTOMER_CHOSE_OFFLINE_PAYMENT',
    ],
    ['that settles on delivery is not asked: nothing is to approve', ['ON_DELIVERY'], 'not evaluated'],
    ['that settles after delivery is not asked: nothing is to approve', ['AFTER_DELIVERY'], 'not evaluated'],
    ['that settles at once, beside cash on delivery, is asked', ['ON_DELIVERY', 'INSTANT'], 'miss'],
    [
      'that waits for the customer, beside an invoice, is left to the customer',
      ['AFTER_DELIVERY', 'WHEN_CUSTOMER_ACTS'],
      'miss CUSTOMER_CHOSE_OFFLINE_PAYMENT',
    ],
  ])('%s', (_, settlements, verdict) => {
    expect(verdictOf(metric, paidBy(...settlements))).toBe(verdict);
  });

  it('is measured as the definition says', () => {
    const parameters = { ...metric.parameters, measuredSettlements: ['WHEN_CUSTOMER_ACTS', 'AFTER_DELIVERY'] as const };
    const other = redefine(metric, { definition: 2, parameters });
    expect(verdictOf(other, paidBy('AFTER_DELIVERY'))).toBe('miss');
    expect(verdictOf(other, paidBy('WHEN_CUSTOMER_ACTS'))).toBe('miss');
    expect(verdictOf(other, paidBy('INSTANT'))).toBe('not evaluated');
  });
});
