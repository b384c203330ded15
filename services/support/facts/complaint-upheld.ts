import { factKind } from '#libs/cases/facts/fact-kind.js';

/** A body outside the company upheld the complaint. The first report of a contact counts. */
export const complaintUpheld = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'complaint_upheld' as const, happenedAt }),
});
