import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer reported that something is missing in the parcel. The first report counts; the customer may report it again. */
export const foundIncomplete = factKind({
  counts: 'first',
  mayRepeat: true,
  part: 'may',
  read: (_: object, happenedAt) => ({ name: 'found_incomplete' as const, happenedAt }),
});
