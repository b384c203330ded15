import { factKind } from '#libs/cases/facts/fact-kind.js';

interface CanceledValue {
  /** happened_at is not the real time, because the shop does not record it. */
  readonly timeUnknown: boolean;
}

/** The order, or one of its parcels, was canceled. The first report counts. */
export const canceled = factKind({
  counts: 'first',
  part: 'may',
  read: (_: CanceledValue, happenedAt) => ({ name: 'canceled' as const, happenedAt }),
  describe: ({ timeUnknown }) => (timeUnknown ? 'the shop does not record when' : ''),
});
