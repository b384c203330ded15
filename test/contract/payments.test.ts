import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObservedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import { Settlement } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call } from '#libs/grpc/client.js';
import { approved, placed, startOrdering } from './cases/ordering.js';

let ordering: Awaited<ReturnType<typeof startOrdering>>;
const observed = new Map<string, ObservedCase>();

/** Orders of a shop in Berlin, each paid in one of its five ways. None of them is approved in time. */
const SHOP = {
  paypal: Settlement.SETTLEMENT_INSTANT,
  bank_transfer: Settlement.SETTLEMENT_WHEN_CUSTOMER_ACTS,
  cash_on_delivery: Settlement.SETTLEMENT_ON_DELIVERY,
  klarna_invoice: Settlement.SETTLEMENT_AFTER_DELIVERY,
  gift_card: Settlement.SETTLEMENT_INSTANT,
};
const paidBy = (...methods: (keyof typeof SHOP)[]) =>
  placed(
    methods.join(' and '),
    {},
    {
      ...{ zone: 'Europe/Berlin', destinationUnit: 'area/be', paymentMethods: [] },
      payments: methods.map((method) => ({ method, settlement: SHOP[method] })),
    },
  );

beforeAll(async () => {
  ordering = await startOrdering();
  await ordering.send([
    ...(Object.keys(SHOP) as (keyof typeof SHOP)[]).map((method) => paidBy(method)),
    paidBy('gift_card', 'cash_on_delivery'),
    placed('by card', {}, { paymentMethods: [1] }),
    approved('by card'),
  ]);
  await call(ordering.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
  await ordering.sweep();
  const day = { firstDay: '2018-02-21', lastDay: '2018-02-21' };
  const rest = { definition: 0, unit: '', outcome: 0, responsible: '', pageSize: 50, pageToken: '' };
  const page = await call(ordering.facts, 'listObservations', { metric: 'payment_approved_in_time', ...day, ...rest });
  for (const one of page.observations) observed.set(one.caseId, one);
});
afterAll(() => ordering?.stop());

describe('a shop with ways to pay of its own', () => {
  it('is charged for the ways that settle at once, and has a unit for each', () => {
    expect(observed.get('paypal')).toMatchObject({ unit: 'method/paypal', hit: false, reason: '' });
    expect(observed.get('gift_card')).toMatchObject({ unit: 'method/gift_card', hit: false, reason: '' });
    expect(observed.get('gift_card and cash_on_delivery')).toMatchObject({ unit: 'method/mixed', reason: '' });
  });

  it('is not charged when the customer decides when to pay', () => {
    const reason = 'CUSTOMER_CHOSE_OFFLINE_PAYMENT';
    expect(observed.get('bank_transfer')).toMatchObject({
      unit: 'method/bank_transfer',
      reason,
      responsible: 'customer',
    });
  });

  it('is not asked about payments on and after delivery', () => {
    expect(observed.has('cash_on_delivery')).toBe(false);
    expect(observed.has('klarna_invoice')).toBe(false);
  });

  it('reads in the evidence how each order is paid', () => {
    expect(observed.get('bank_transfer')?.known[0]?.detail).toContain('paid by bank_transfer (when customer acts)');
  });

  it('may still use the numbers of the contract, which mean what they meant', () => {
    expect(observed.get('by card')).toMatchObject({ unit: 'method/credit_card', hit: true, reason: '' });
    expect(observed.get('by card')?.known[0]?.detail).toBe('promised day 2018-03-02, to area/rj, paid by credit_card');
  });
});
