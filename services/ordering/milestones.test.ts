import { describe, expect, it } from 'vitest';
import { orderFrom } from '#libs/catalogue/ordering/order.js';
import { at, order } from '#test/catalogue/examples.js';
import { milestonesOf } from './milestones.js';

const happenedAt = at('2018-03-01T11:00');
const released = { name: 'released', happenedAt, dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' } as const;
const placed = { ...order().placed, name: 'placed' } as const;

describe('ordering publishes', () => {
  it('the release of an order without parcels as before', () => {
    expect(milestonesOf(order()).at(-1)).toEqual({ ...released, unit: 'method/credit_card' });
  });

  it('the release of each parcel with its carrier, and what took its place', () => {
    const known = orderFrom([
      placed,
      { ...released, part: 'A', carrier: 'DHL', serviceLevel: 'express' },
      { ...released, part: 'B' },
      { name: 'replaced', happenedAt, part: 'B', replacedBy: 'A' },
      { name: 'canceled', happenedAt, part: 'A' },
    ]);
    expect(
      milestonesOf(known).map(({ name, part, carrier, replacedBy }) => [name, part, carrier ?? replacedBy]),
    ).toEqual([
      ['promised', undefined, undefined],
      ['released', 'A', 'DHL'],
      ['released', 'B', undefined],
      ['replaced', 'B', 'A'],
      ['canceled', 'A', undefined],
    ]);
  });

  it('that an order was canceled, and not by whom and why', () => {
    const canceled = { name: 'canceled', happenedAt } as const;
    const known = orderFrom([placed, { ...canceled, by: 'CUSTOMER', cause: 'CHANGED_MIND' }]);
    expect(milestonesOf(known).at(-1)).toEqual({ ...canceled, unit: 'method/credit_card' });
  });
});
