import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The parcel was loaded. The first report counts. */
export const loaded = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'loaded' as const, happenedAt }),
});
