import { describe, expect, it } from 'vitest';
import { audited } from './audited.js';

describe('an audit', () => {
  it('says what it found', () => {
    expect(audited.check?.({ result: 4 }, 0)).toBeUndefined();
    expect(audited.read?.({ result: 4 }, 7)).toEqual({
      ...{ name: 'audited', happenedAt: 7, result: 'CUSTOMER_CRITICAL_ERROR' },
    });
    expect(audited.describe?.({ result: 4 }, 'UTC')).toBe('customer critical error');
  });

  it.each([0, 5])('is refused with the number %d', (result) => {
    expect(audited.check?.({ result }, 0)).toMatchObject({ reason: 'AUDIT_RESULT_UNKNOWN', field: 'audited.result' });
  });
});
