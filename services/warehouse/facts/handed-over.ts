import { factKind } from '#libs/cases/facts/fact-kind.js';

/** A carrier has the parcel. The first report counts. */
export const handedOver = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'handed_over' as const, happenedAt }),
});
