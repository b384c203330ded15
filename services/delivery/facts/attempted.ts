import { objectionToChoice, objectionToOptionalChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { ATTEMPT_OUTCOMES, ATTEMPT_REASONS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface AttemptedValue {
  /** A number of ATTEMPT_OUTCOMES. */
  readonly outcome: number;
  /** A number of ATTEMPT_REASONS; 0 when it is not known or there is none. */
  readonly reason: number;
  readonly customerContacted: boolean;
}

/** The parcel was brought to the customer, with or without success. Every attempt counts. */
export const attempted = factKind({
  counts: 'every',
  part: 'may',
  check: ({ outcome, reason }: AttemptedValue) =>
    objectionToChoice(outcome, ATTEMPT_OUTCOMES, 'attempted.outcome') ??
    objectionToOptionalChoice(reason, ATTEMPT_REASONS, 'attempted.reason'),
  read: ({ outcome, reason, customerContacted }, happenedAt) => ({
    ...{ name: 'attempted' as const, happenedAt, isCustomerContacted: customerContacted },
    outcome: ATTEMPT_OUTCOMES.wordOf(outcome),
    reason: ATTEMPT_REASONS.find(reason),
  }),
  describe: ({ outcome, reason, customerContacted }) => {
    const figures = [ATTEMPT_OUTCOMES.find(outcome), ATTEMPT_REASONS.find(reason)].map((word) => inWords(word));
    return [...figures, customerContacted ? 'customer contacted' : ''].filter((figure) => figure !== '').join(', ');
  },
});
