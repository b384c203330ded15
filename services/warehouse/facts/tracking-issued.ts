import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The parcel has a tracking number. The first report counts. */
export const trackingIssued = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'tracking_issued' as const, happenedAt }),
});
