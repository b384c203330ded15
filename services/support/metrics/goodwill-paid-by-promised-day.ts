import { answered, type Question } from '#libs/cases/judging/judging.js';
import { goodwillPaidByPromisedDay as metric } from '#libs/catalogue/support.js';
import { dayOf, endOfDay } from '#libs/domain/time.js';
import type { Contact } from '../contact.js';

/** Was what we promised to make up for it there on the day we promised? */
export function goodwillPaidByPromisedDay({ unit, zone, goodwillDay, goodwillPaidAt }: Contact): Question[] {
  if (goodwillDay === undefined) return [];
  const hit = goodwillPaidAt !== undefined && dayOf(goodwillPaidAt, zone) <= goodwillDay;
  return [{ metric, unit, day: goodwillDay, dueAt: endOfDay(goodwillDay, zone), answer: answered(hit) }];
}
