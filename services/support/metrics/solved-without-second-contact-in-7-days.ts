import { answered, type Question } from '#libs/cases/judging/judging.js';
import { solvedWithoutSecondContactIn7Days as metric } from '#libs/catalogue/support.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import type { Contact } from '../contact.js';

/** Solved at once: nobody had to ask again within seven days? */
export function solvedWithoutSecondContactIn7Days({ receivedAt, unit, zone, contactedAgainAt }: Contact): Question[] {
  const dueAt = civilDaysLater(receivedAt, 7, zone);
  const hit = contactedAgainAt === undefined || contactedAgainAt > dueAt;
  return [{ metric, unit, day: dayOf(dueAt, zone), dueAt, answer: answered(hit) }];
}
