import { objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';

interface StockCheckedValue extends PlaceValue {
  readonly views: number;
  readonly viewsInStock: number;
}

/** Most looks that one check gathers. */
export const MOST_VIEWS = 1_000_000;

/** Customers looked at an article. The first report of a check counts. */
export const stockChecked = factKind({
  about: 'stock_check',
  counts: 'first',
  check: (value: StockCheckedValue) =>
    objectionToPlace(value, 'stock_checked') ??
    objectionToNumber(value.views, { from: 1, to: MOST_VIEWS }, 'stock_checked.views') ??
    objectionToNumber(value.viewsInStock, { from: 0, to: value.views }, 'stock_checked.views_in_stock'),
  read: ({ unit, zone, views, viewsInStock }, happenedAt) => ({
    ...{ about: 'stock_check' as const, name: 'stock_checked' as const, happenedAt },
    ...{ unit, zone, views, viewsInStock },
  }),
  describe: ({ unit, views, viewsInStock }) => `${unit}, in stock for ${viewsInStock} of ${views} looks`,
  zone: ({ zone }) => zone,
});
