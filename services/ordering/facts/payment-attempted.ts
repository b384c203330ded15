import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { PAYMENT_OUTCOMES } from '#libs/catalogue/ordering/payment.js';
import { inWords } from '#libs/domain/enum-words.js';

interface PaymentAttemptedValue {
  /** A number of PAYMENT_OUTCOMES. */
  readonly outcome: number;
}

/** The order was tried to be paid. Every attempt counts: one that was declined and the next one that succeeded. */
export const paymentAttempted = factKind({
  counts: 'every',
  check: ({ outcome }: PaymentAttemptedValue) =>
    objectionToChoice(outcome, PAYMENT_OUTCOMES, 'payment_attempted.outcome'),
  read: ({ outcome }, happenedAt) => ({
    ...{ name: 'payment_attempted' as const, happenedAt },
    outcome: PAYMENT_OUTCOMES.wordOf(outcome),
  }),
  describe: ({ outcome }) => inWords(PAYMENT_OUTCOMES.wordOf(outcome)),
});
