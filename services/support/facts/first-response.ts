import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The help desk answered for the first time. The first report counts. */
export const firstResponse = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'first_response' as const, happenedAt }),
});
