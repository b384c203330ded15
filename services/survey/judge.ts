import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { answerFrom } from '#libs/catalogue/survey/answer.js';
import { SURVEY } from '#libs/catalogue/survey/metrics.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { surveyFacts } from './grpc/facts.js';

/** What follows from the facts of an answer. */
export function judgeAnswer(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = surveyFacts.knownOf(facts);
  const answer = answerFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: evaluateBy(rules, SURVEY, answer),
    milestones: [],
    inconsistencies: known.inconsistencies,
  };
}
