import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';

/** Goods that a customer sent back arrived. The first report of a return counts. */
export const returnReceived = factKind({
  about: 'return',
  counts: 'first',
  check: (value: PlaceValue) => objectionToPlace(value, 'return_received'),
  read: ({ unit, zone }, happenedAt) => ({
    about: 'return' as const,
    name: 'return_received' as const,
    happenedAt,
    unit,
    zone,
  }),
  describe: ({ unit }) => `at ${unit}`,
  zone: ({ zone }) => zone,
});
