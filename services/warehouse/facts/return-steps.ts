import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';

/** A customer got the label for a return. The first report counts. */
export const returnAnnounced = factKind({
  about: 'return',
  counts: 'first',
  check: (value: PlaceValue) => objectionToPlace(value, 'return_announced'),
  read: ({ unit, zone }, happenedAt) => ({
    ...{ about: 'return' as const, name: 'return_announced' as const, happenedAt, unit, zone },
  }),
  describe: ({ unit }) => `by ${unit}`,
  zone: ({ zone }) => zone,
});

const passed = <const Name extends string>(name: Name) =>
  factKind({
    about: 'return',
    counts: 'first',
    read: (_: object, happenedAt) => ({ about: 'return' as const, name, happenedAt }),
  });

/** The customer gave the goods to a carrier. The first report counts. */
export const returnPosted = passed('return_posted');

/** The refund of the return was credited. The first report counts. */
export const returnRefunded = passed('return_refunded');
