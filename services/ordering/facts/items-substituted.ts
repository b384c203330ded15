import { objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { MOST_ITEMS } from './items-checked.js';

interface ItemsSubstitutedValue {
  readonly offered: number;
  readonly accepted: number;
  readonly rejected: number;
}

/** Substitutes were offered, accepted and rejected. The last report counts: it states the sums of the order. */
export const itemsSubstituted = factKind({
  counts: 'last',
  mayRepeat: true,
  check: ({ offered, accepted, rejected }: ItemsSubstitutedValue) =>
    objectionToNumber(offered, { from: 1, to: MOST_ITEMS }, 'items_substituted.offered') ??
    objectionToNumber(accepted, { from: 0, to: offered }, 'items_substituted.accepted') ??
    objectionToNumber(rejected, { from: 0, to: offered - accepted }, 'items_substituted.rejected'),
  read: ({ accepted }, happenedAt) => ({ name: 'items_substituted' as const, happenedAt, accepted }),
  describe: ({ offered, accepted, rejected }) => `${offered} offered, ${accepted} accepted, ${rejected} rejected`,
});
