import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { answerFrom } from './answer.js';
import { knownOfAnswer } from './grpc/mapping.js';
import { ask } from './metrics/index.js';

/** What follows from what is known of an answer. */
export function judgeAnswer(facts: readonly StoredFact[]): Judgement {
  const answer = answerFrom(facts.map(knownOfAnswer));
  return { questions: ask(answer), tellings: [], suspicions: [] };
}
