import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer came back about the same matter. That may happen several times; the first time counts. */
export const contactedAgain = factKind({
  counts: 'first',
  mayRepeat: true,
  read: (_: object, happenedAt) => ({ name: 'contacted_again' as const, happenedAt }),
});
