import { factKind } from '#libs/cases/facts/fact-kind.js';

/** The customer missed an item. The first report counts. */
export const missingItemReported = factKind({
  counts: 'first',
  read: (_: object, happenedAt) => ({ name: 'missing_item_reported' as const, happenedAt }),
});
