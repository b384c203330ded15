import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer gave up before a person answered. The first report counts. */
export const abandoned = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'abandoned' as const, happenedAt }),
});
