import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { evaluate } from '#libs/catalogue/evaluation.js';
import { answerFrom } from '#libs/catalogue/survey/answer.js';
import { SURVEY } from '#libs/catalogue/survey/metrics.js';
import { surveyFacts } from './grpc/facts.js';

/** What follows from the facts of an answer. */
export function judgeAnswer(facts: readonly StoredFact[]): Judgement {
  const known = surveyFacts.knownOf(facts);
  const answer = answerFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: evaluate(SURVEY, answer),
    milestones: [],
    inconsistencies: known.inconsistencies,
  };
}
