import { describe, expect, it } from 'vitest';
import { attempted } from './attempted.js';

const attempt = { outcome: 2, reason: 1, customerContacted: true };

describe('an attempt', () => {
  it('says how it ended, and perhaps why', () => {
    expect(attempted.check?.(attempt, 0)).toBeUndefined();
    expect(attempted.read?.(attempt, 7)).toEqual({
      ...{ name: 'attempted', happenedAt: 7, isCustomerContacted: true },
      ...{ outcome: 'FAILED', reason: 'CUSTOMER_ABSENT' },
    });
    expect(attempted.describe?.(attempt, 'UTC')).toBe('failed, customer absent, customer contacted');
    const succeeded = { outcome: 1, reason: 0, customerContacted: false };
    expect(attempted.check?.(succeeded, 0)).toBeUndefined();
    expect(attempted.read?.(succeeded, 7)).toMatchObject({ outcome: 'DELIVERED', reason: undefined });
    expect(attempted.describe?.(succeeded, 'UTC')).toBe('delivered');
  });

  it.each([
    ['no outcome', { outcome: 0 }, 'attempted.outcome'],
    ['an unknown outcome', { outcome: 3 }, 'attempted.outcome'],
    ['an unknown reason', { reason: 8 }, 'attempted.reason'],
  ])('is refused with %s', (_, wrong, field) => {
    expect(attempted.check?.({ ...attempt, ...wrong }, 0)).toMatchObject({ reason: 'CHOICE_UNKNOWN', field });
  });
});
