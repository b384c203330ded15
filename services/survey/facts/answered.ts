import { objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

interface AnsweredValue {
  /** A whole number from 1 to 5. */
  readonly score: number;
}

/** The customer answered the survey. A customer may answer again: the last answer counts. */
export const answered = factKind({
  counts: 'last',
  mayRepeat: true,
  check: ({ score }: AnsweredValue) =>
    objectionToNumber(score, { from: 1, to: 5 }, 'answered.score', 'SCORE_OUT_OF_RANGE'),
  read: ({ score }, happenedAt) => ({ name: 'answered' as const, happenedAt, score }),
  describe: ({ score }) => `score ${score} of 5`,
});
