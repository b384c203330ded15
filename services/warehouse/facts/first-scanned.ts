import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The carrier scanned the parcel for the first time. The first report counts. */
export const firstScanned = factKind({
  counts: 'first',
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'first_scanned' as const, happenedAt }),
});
