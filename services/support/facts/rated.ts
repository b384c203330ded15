import { type Objection, objectionToNumber } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

/** 0: not answered. */
interface RatedValue {
  /** 1 to 5. */
  readonly satisfaction: number;
  /** 1 to 7. */
  readonly ease: number;
}

const BEST_SATISFACTION = 5;
const MOST_EASE = 7;

/** The customer answered a third party about the contact. Each question may be answered by a report of its own, so every one counts. */
export const rated = factKind({
  counts: 'every',
  check: ({ satisfaction, ease }: RatedValue) =>
    objectionToScore(satisfaction, BEST_SATISFACTION, 'rated.satisfaction') ??
    objectionToScore(ease, MOST_EASE, 'rated.ease') ??
    (satisfaction === 0 && ease === 0 ? notAnswered() : undefined),
  read: ({ satisfaction, ease }, happenedAt) => ({
    ...{ name: 'rated' as const, happenedAt },
    satisfaction: satisfaction === 0 ? undefined : satisfaction,
    ease: ease === 0 ? undefined : ease,
  }),
  describe: ({ satisfaction, ease }) => {
    const answers = [
      satisfaction === 0 ? [] : [`satisfaction ${satisfaction} of ${BEST_SATISFACTION}`],
      ease === 0 ? [] : [`ease ${ease} of ${MOST_EASE}`],
    ];
    return answers.flat().join(', ');
  },
});

function objectionToScore(score: number, best: number, field: string): Objection | undefined {
  return score === 0 ? undefined : objectionToNumber(score, { from: 1, to: best }, field, 'SCORE_OUT_OF_RANGE');
}

function notAnswered(): Objection {
  return { reason: 'SCORE_OUT_OF_RANGE', field: 'rated.satisfaction', detail: 'the rating answers no question' };
}
