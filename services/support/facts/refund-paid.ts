import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The refund was credited. The first report counts. */
export const refundPaid = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'refund_paid' as const, happenedAt }),
});
