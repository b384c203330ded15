import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The help desk began to wait for the customer. It may wait several times, so every report counts. */
export const waitingBegan = factKind({
  counts: 'every',
  read: (_: object, happenedAt) => ({ name: 'waiting_began' as const, happenedAt }),
});
