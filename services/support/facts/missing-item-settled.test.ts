import { describe, expect, it } from 'vitest';
import { missingItemSettled } from './missing-item-settled.js';

describe('a missing item that was settled', () => {
  it('says whether the customer had to send something back', () => {
    expect(missingItemSettled.read?.({ returnRequired: true }, 7)).toEqual({
      ...{ name: 'missing_item_settled', happenedAt: 7, isReturnRequired: true },
    });
    expect(missingItemSettled.describe?.({ returnRequired: true }, 'UTC')).toBe('after a return');
    expect(missingItemSettled.describe?.({ returnRequired: false }, 'UTC')).toBe('');
  });
});
