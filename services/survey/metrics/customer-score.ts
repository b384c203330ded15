import { answered, type Question } from '#libs/cases/judging/judging.js';
import { customerScore as metric } from '#libs/catalogue/survey.js';
import { UNATTRIBUTED } from '#libs/domain/unit.js';
import type { CustomerAnswer } from '../answer.js';

/** Content, 4 or 5 of 5? Joined by order: most late orders' surveys were sent before the parcel came. */
export function customerScore({ answeredAt, score, promisedDay }: CustomerAnswer): Question[] {
  return [{ metric, unit: UNATTRIBUTED, day: promisedDay, dueAt: answeredAt, answer: answered(score >= 4) }];
}
