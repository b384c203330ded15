import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { FEEDBACK_SENTIMENTS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface FeedbackGivenValue {
  /** A number of FEEDBACK_SENTIMENTS. */
  readonly sentiment: number;
}

/** The customer said how the delivery was, perhaps several times. */
export const feedbackGiven = factKind({
  counts: 'every',
  part: 'may',
  check: ({ sentiment }: FeedbackGivenValue) =>
    objectionToChoice(sentiment, FEEDBACK_SENTIMENTS, 'feedback_given.sentiment'),
  read: ({ sentiment }, happenedAt) => ({
    ...{ name: 'feedback_given' as const, happenedAt },
    sentiment: FEEDBACK_SENTIMENTS.wordOf(sentiment),
  }),
  describe: ({ sentiment }) => inWords(FEEDBACK_SENTIMENTS.find(sentiment)),
});
