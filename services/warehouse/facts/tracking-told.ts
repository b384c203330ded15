import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The tracking number was sent to the customer. The first report counts. */
export const trackingTold = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'tracking_told' as const, happenedAt }),
});
