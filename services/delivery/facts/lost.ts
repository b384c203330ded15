import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The carrier declared the parcel lost. A parcel may be found and be lost again, so every report counts. */
export const lost = factKind({
  counts: 'every',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'lost' as const, happenedAt }),
});
