import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer may collect the parcel. A later report does not help and does not hurt: the first one counts, and both are shown. */
export const readyForCollection = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'ready_for_collection' as const, happenedAt }),
});
