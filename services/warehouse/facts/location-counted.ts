import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';

interface LocationCountedValue extends PlaceValue {
  readonly recordRight: boolean;
}

/** The stock of a location was counted. The first report of a count counts: counting again cures the record, not the count. */
export const locationCounted = factKind({
  about: 'location_count',
  counts: 'first',
  check: (value: LocationCountedValue) => objectionToPlace(value, 'location_counted'),
  read: ({ unit, zone, recordRight }, happenedAt) => ({
    ...{ about: 'location_count' as const, name: 'location_counted' as const, happenedAt, unit, zone },
    isRight: recordRight,
  }),
  describe: ({ unit, recordRight }) => `the record of ${unit} was ${recordRight ? 'right' : 'wrong'}`,
  zone: ({ zone }) => zone,
});
