import { factKind } from '#libs/cases/facts/fact-kind.js';

/** A carrier has the parcel. The first report counts, of each parcel of an order. */
export const handedOver = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'handed_over' as const, happenedAt }),
});
