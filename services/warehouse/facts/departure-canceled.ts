import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The carrier did not come to the planned departure, or canceled it. The first report counts. */
export const departureCanceled = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'departure_canceled' as const, happenedAt }),
});
