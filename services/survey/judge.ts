import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { answerFrom } from '#libs/catalogue/survey/answer.js';
import { SURVEY } from '#libs/catalogue/survey/metrics.js';
import { knownOfAnswer } from './grpc/mapping.js';

/** What follows from what is known of an answer. */
export function judgeAnswer(facts: readonly StoredFact[]): Judgement {
  const answer = answerFrom(facts.map(knownOfAnswer));
  return { evaluations: evaluate(SURVEY, answer), tellings: [], suspicions: [] };
}
