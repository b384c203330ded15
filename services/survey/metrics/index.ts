import type { Question } from '#libs/cases/judging/judging.js';
import type { CustomerAnswer } from '../answer.js';
import { customerScore } from './customer-score.js';
import { customerScorePoints } from './customer-score-points.js';

/** All that survey is asked about one case; nothing while too little is known of it. */
export function ask(one: CustomerAnswer | undefined): Question[] {
  return one === undefined ? [] : [...customerScore(one), ...customerScorePoints(one)];
}
