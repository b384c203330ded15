import { describe, expect, it } from 'vitest';
import { orderStatusAsked } from './order-status-asked.js';

describe('a question where the order is', () => {
  it('may say whose link was late', () => {
    expect(orderStatusAsked.check?.({ late: 3 }, 0)).toBeUndefined();
    expect(orderStatusAsked.read?.({ late: 3 }, 7)).toEqual({
      ...{ name: 'order_status_asked', happenedAt: 7, late: 'DELIVERY' },
    });
    expect(orderStatusAsked.describe?.({ late: 3 }, 'UTC')).toBe('late by delivery');
  });

  it('needs to say nothing', () => {
    expect(orderStatusAsked.check?.({ late: 0 }, 0)).toBeUndefined();
    expect(orderStatusAsked.read?.({ late: 0 }, 7)).toMatchObject({ late: undefined });
    expect(orderStatusAsked.describe?.({ late: 0 }, 'UTC')).toBe('');
  });

  it('is refused with a party that this version does not know', () => {
    const refused = { reason: 'PARTY_UNKNOWN', field: 'order_status_asked.late' };
    expect(orderStatusAsked.check?.({ late: 6 }, 0)).toMatchObject(refused);
  });
});
