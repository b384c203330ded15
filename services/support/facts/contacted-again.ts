import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer came back about the same matter. That may happen several times, so every report counts. */
export const contactedAgain = factKind({
  counts: 'every',
  read: (_: object, happenedAt) => ({ name: 'contacted_again' as const, happenedAt }),
});
