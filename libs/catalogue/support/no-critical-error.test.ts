import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { AUDIT_RESULTS, type AuditResult } from './audit.js';
import { noCriticalError as metric } from './no-critical-error.js';

const auditedAt = at('2018-03-20T23:59');
const audited = (result: AuditResult) => contact({ audit: { auditedAt, result } });

describe('an audited contact', () => {
  it.each(AUDIT_RESULTS.words)('with the result %s is a miss only if the error harms the customer', (result) => {
    expect(verdictOf(metric, audited(result))).toBe(result === 'CUSTOMER_CRITICAL_ERROR' ? 'miss' : 'hit');
  });

  it('counts on the day of the audit, at once', () => {
    const where = { unit: 'team/one', day: '2018-03-20', dueAt: auditedAt };
    expect(whereOf(metric, audited('NO_ERROR'))).toEqual(where);
  });

  it('is what is asked of, so a contact that was not audited is not evaluated', () => {
    expect(verdictOf(metric, contact())).toBe('not evaluated');
  });
});
