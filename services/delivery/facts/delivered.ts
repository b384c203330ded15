import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer has the parcel. A later report does not help and does not hurt: the first one counts, and both are shown. */
export const delivered = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'delivered' as const, happenedAt }),
});
