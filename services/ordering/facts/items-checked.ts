import { objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

interface ItemsCheckedValue {
  readonly requested: number;
  readonly found: number;
  /** Of those that were not found, how many may be substituted. */
  readonly substitutable: number;
}

export const MOST_ITEMS = 1_000_000;

/** The items of the order were looked for. The last report counts: more may be found later. */
export const itemsChecked = factKind({
  counts: 'last',
  mayRepeat: true,
  check: ({ requested, found, substitutable }: ItemsCheckedValue) =>
    objectionToNumber(requested, { from: 1, to: MOST_ITEMS }, 'items_checked.requested') ??
    objectionToNumber(found, { from: 0, to: requested }, 'items_checked.found') ??
    objectionToNumber(substitutable, { from: 0, to: requested - found }, 'items_checked.substitutable'),
  read: ({ requested, found, substitutable }, happenedAt) => ({
    ...{ name: 'items_checked' as const, happenedAt },
    ...{ requested, found, substitutable },
  }),
  describe: ({ requested, found, substitutable }) =>
    `${found} of ${requested} found${found < requested ? `, ${substitutable} may be substituted` : ''}`,
});
