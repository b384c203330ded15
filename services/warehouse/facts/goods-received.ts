import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';

/** Goods arrived at the dock. The first report of a receipt counts. */
export const goodsReceived = factKind({
  about: 'receipt',
  counts: 'first',
  check: (value: PlaceValue) => objectionToPlace(value, 'goods_received'),
  read: ({ unit, zone }, happenedAt) => ({
    about: 'receipt' as const,
    name: 'goods_received' as const,
    happenedAt,
    unit,
    zone,
  }),
  describe: ({ unit }) => `at ${unit}`,
  zone: ({ zone }) => zone,
});
