import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer became entitled to a refund. The first report counts: a later one never helps. */
export const refundDue = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'refund_due' as const, happenedAt }),
});
