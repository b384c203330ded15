import { factKind } from '#libs/cases/facts/fact-kind.js';

interface MissingItemSettledValue {
  /** The customer had to send something back first. */
  readonly returnRequired: boolean;
}

/** The missing item was settled with the customer. The first report counts. */
export const missingItemSettled = factKind({
  counts: 'first',
  read: ({ returnRequired }: MissingItemSettledValue, happenedAt) => ({
    ...{ name: 'missing_item_settled' as const, happenedAt, isReturnRequired: returnRequired },
  }),
  describe: ({ returnRequired }) => (returnRequired ? 'after a return' : ''),
});
