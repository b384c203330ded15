import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The parcel came back to the sender. The first report counts. */
export const returnedToSender = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'returned_to_sender' as const, happenedAt }),
});
