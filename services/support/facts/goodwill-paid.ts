import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The goodwill was paid. The first report counts. */
export const goodwillPaid = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'goodwill_paid' as const, happenedAt }),
});
