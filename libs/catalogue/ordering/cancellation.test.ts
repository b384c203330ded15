import { describe, expect, it } from 'vitest';
import { type Cancellation, canceledFor } from './cancellation.js';

describe('a cancellation', () => {
  it.each<[string, Cancellation, ReturnType<typeof canceledFor>]>([
    ['by the shop is of the shop', { by: 'SHOP', cause: 'OUT_OF_STOCK' }, 'SHOP'],
    ['for suspected fraud is of the shop', { by: 'SHOP', cause: 'FRAUD_SUSPECTED' }, 'SHOP'],
    ['by the customer is of the customer', { by: 'CUSTOMER', cause: 'CHANGED_MIND' }, 'CUSTOMER'],
    ['by the customer, because it comes too late, is of the shop', { by: 'CUSTOMER', cause: 'TOO_LATE' }, 'SHOP'],
    ['of an order that was not paid is left to the customer', { by: 'SHOP', cause: 'NOT_PAID' }, 'NOT_PAID'],
    ['of goods lost in the warehouse is of the warehouse', { by: 'SHOP', cause: 'LOST_IN_WAREHOUSE' }, 'WAREHOUSE'],
    ['without a party is of an unknown one', { cause: 'CHANGED_MIND' }, 'UNKNOWN'],
    ['of which nothing is known is of an unknown party', {}, 'UNKNOWN'],
  ])('%s', (_, cancellation, party) => {
    expect(canceledFor(cancellation)).toBe(party);
  });
});
