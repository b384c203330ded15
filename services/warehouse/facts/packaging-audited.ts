import { type AuditValue, describeAudit, objectionToAudit } from '#libs/cases/facts/audit-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

/** An auditor checked how a parcel is packed. The first report of an audit counts. */
export const packagingAudited = factKind({
  about: 'packaging_audit',
  counts: 'first',
  check: (value: AuditValue) => objectionToAudit(value, 'packaging_audited'),
  read: ({ unit, zone, checksMade, checksMet }, happenedAt) => ({
    ...{ about: 'packaging_audit' as const, name: 'packaging_audited' as const, happenedAt, unit, zone },
    isRight: checksMet === checksMade,
  }),
  describe: describeAudit,
  zone: ({ zone }) => zone,
});
