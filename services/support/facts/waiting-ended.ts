import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The help desk stopped waiting for the customer. It may wait several times, so every report counts. */
export const waitingEnded = factKind({
  counts: 'every',
  read: (_: object, happenedAt) => ({ name: 'waiting_ended' as const, happenedAt }),
});
