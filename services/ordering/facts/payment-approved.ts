import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The payment was approved. The first report counts. */
export const paymentApproved = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'payment_approved' as const, happenedAt }),
});
