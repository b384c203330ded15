import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer began to wait in a queue. The first report counts. */
export const queued = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'queued' as const, happenedAt }),
});
