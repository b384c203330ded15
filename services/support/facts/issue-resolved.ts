import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The help desk holds the issue to be resolved. That may be said several times, and which one counts depends on the question. */
export const issueResolved = factKind({
  counts: 'every',
  read: (_: object, happenedAt) => ({ name: 'issue_resolved' as const, happenedAt }),
});
