import { type AuditValue, describeAudit, objectionToAudit } from '#libs/cases/facts/audit-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

/** A third party audited how a customer was treated; the unit was audited. The first report of an audit counts. */
export const courtesyAudited = factKind({
  about: 'courtesy_audit',
  counts: 'first',
  check: (value: AuditValue) => objectionToAudit(value, 'courtesy_audited'),
  read: ({ unit, zone, checksMade, checksMet }, happenedAt) => ({
    ...{ about: 'courtesy_audit' as const, name: 'courtesy_audited' as const, happenedAt, unit, zone },
    isMet: checksMet === checksMade,
  }),
  describe: describeAudit,
  zone: ({ zone }) => zone,
});
