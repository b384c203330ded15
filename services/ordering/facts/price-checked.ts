import { objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';
import { MOST_VIEWS } from './stock-checked.js';

interface PriceCheckedValue extends PlaceValue {
  readonly ownPriceMinor: number;
  readonly lowestPriceMinor: number;
  readonly views: number;
}

const PRICES = { from: 1, to: 2_000_000_000 };

/** The price of an article was compared with that of others. The first report of a check counts. */
export const priceChecked = factKind({
  about: 'price_check',
  counts: 'first',
  check: (value: PriceCheckedValue) =>
    objectionToPlace(value, 'price_checked') ??
    objectionToNumber(value.ownPriceMinor, PRICES, 'price_checked.own_price_minor') ??
    objectionToNumber(value.lowestPriceMinor, PRICES, 'price_checked.lowest_price_minor') ??
    objectionToNumber(value.views, { from: 1, to: MOST_VIEWS }, 'price_checked.views'),
  read: ({ unit, zone, ownPriceMinor, lowestPriceMinor, views }, happenedAt) => ({
    ...{ about: 'price_check' as const, name: 'price_checked' as const, happenedAt },
    ...{ unit, zone, ownPriceMinor, lowestPriceMinor, views },
  }),
  describe: ({ unit, ownPriceMinor, lowestPriceMinor, views }) =>
    `${unit}, ${ownPriceMinor} minor units, the lowest of the others ${lowestPriceMinor}, ${views} looks`,
  zone: ({ zone }) => zone,
});
