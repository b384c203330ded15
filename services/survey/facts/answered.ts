import type { Objection } from '#libs/cases/facts/fact-checks.js';

/** What is wrong with a customer's score, if anything: it is a whole number from 1 to 5. */
export function objectionToScore(score: number): Objection | undefined {
  if (Number.isInteger(score) && score >= 1 && score <= 5) return undefined;
  return { reason: 'SCORE_OUT_OF_RANGE', field: 'answered.score', detail: 'a score is a whole number from 1 to 5' };
}
