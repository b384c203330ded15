import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { FEE_CAUSES } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface FeeChargedValue {
  /** A number of FEE_CAUSES. */
  readonly cause: number;
}

/** The customer had to pay a fee. There may be several. */
export const feeCharged = factKind({
  counts: 'every',
  part: 'may',
  check: ({ cause }: FeeChargedValue) => objectionToChoice(cause, FEE_CAUSES, 'fee_charged.cause'),
  read: ({ cause }, happenedAt) => ({
    ...{ name: 'fee_charged' as const, happenedAt },
    cause: FEE_CAUSES.wordOf(cause),
  }),
  describe: ({ cause }) => inWords(FEE_CAUSES.find(cause)),
});
