import type { Objection } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { AUDIT_RESULTS } from '#libs/catalogue/support/audit.js';

interface AuditedValue {
  /** A number of AUDIT_RESULTS. */
  readonly result: number;
}

/** The quality of the contact was audited. A later audit corrects an earlier one: the last one counts. */
export const audited = factKind({
  counts: 'last',
  mayRepeat: true,
  check: ({ result }: AuditedValue): Objection | undefined => {
    if (AUDIT_RESULTS.find(result) !== undefined) return undefined;
    const detail = 'the audit does not say what it found, or in a word that this version does not know';
    return { reason: 'AUDIT_RESULT_UNKNOWN', field: 'audited.result', detail };
  },
  read: ({ result }, happenedAt) => ({
    ...{ name: 'audited' as const, happenedAt, result: AUDIT_RESULTS.wordOf(result) },
  }),
  describe: ({ result }) => AUDIT_RESULTS.wordOf(result).toLowerCase().replaceAll('_', ' '),
});
