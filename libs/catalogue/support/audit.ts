import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';

/** What an audit found, by its number in the contract. */
export const AUDIT_RESULTS = enumWords('audit result', {
  NO_ERROR: 1,
  MINOR_ERROR: 2,
  BUSINESS_CRITICAL_ERROR: 3,
  CUSTOMER_CRITICAL_ERROR: 4,
});
export type AuditResult = Word<typeof AUDIT_RESULTS>;

/** The last audit of a contact. */
export interface Audit {
  readonly auditedAt: Instant;
  readonly result: AuditResult;
}

export interface Audited {
  readonly name: 'audited';
  readonly happenedAt: Instant;
  readonly result: AuditResult;
}
