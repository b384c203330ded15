import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer was told that the parcel is late, lost or damaged. It may be told again, so every report counts. */
export const failureTold = factKind({
  counts: 'every',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'failure_told' as const, happenedAt }),
});
