import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer asked where the parcel is or what became of it, perhaps several times. */
export const askedAfter = factKind({
  counts: 'every',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'asked_after' as const, happenedAt }),
});
