import { HIT, type Question } from '#libs/cases/judging/judging.js';
import { customerScorePoints as metric } from '#libs/catalogue/survey.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';
import type { CustomerAnswer } from '../answer.js';

/** The score as 4 points given or not, so that whole numbers carry the mean: 1 + 4 x hits / (hits + misses). */
export function customerScorePoints({ answeredAt, score, promisedDay }: CustomerAnswer): Question[] {
  const answer = { ...HIT, hits: score - 1, misses: 5 - score };
  return [{ metric, unit: UNATTRIBUTED, day: promisedDay, dueAt: answeredAt, answer }];
}
