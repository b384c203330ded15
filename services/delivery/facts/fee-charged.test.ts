import { describe, expect, it } from 'vitest';
import { feeCharged } from './fee-charged.js';

describe('the fact fee_charged', () => {
  it('says its cause in a word', () => {
    expect(feeCharged.check?.({ cause: 1 }, 0)).toBeUndefined();
    expect(feeCharged.read?.({ cause: 1 }, 7)).toEqual({ name: 'fee_charged', happenedAt: 7, cause: 'FAILED_ATTEMPT' });
    expect(feeCharged.describe?.({ cause: 1 }, 'UTC')).toBe('failed attempt');
  });

  it.each([0, 4])('is refused with the cause %d', (cause) => {
    expect(feeCharged.check?.({ cause }, 0)).toMatchObject({ reason: 'CHOICE_UNKNOWN', field: 'fee_charged.cause' });
  });
});
