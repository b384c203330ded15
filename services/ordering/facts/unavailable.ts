import { factKind } from '#libs/cases/facts/fact-kind.js';

interface UnavailableValue {
  /** happened_at is not the real time, because the shop does not record it. */
  readonly timeUnknown: boolean;
}

/** The goods of the order, or of one of its parcels, turned out not to be there. The first report counts. */
export const unavailable = factKind({
  counts: 'first',
  part: 'may',
  read: (_: UnavailableValue, happenedAt) => ({ name: 'unavailable' as const, happenedAt }),
  describe: ({ timeUnknown }) => (timeUnknown ? 'the shop does not record when' : ''),
});
