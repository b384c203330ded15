import { answered, type Question } from '#libs/cases/judging/judging.js';
import { firstResponseWithin60Minutes as metric } from '#libs/catalogue/support.js';
import { dayOf } from '#libs/domain/time.js';
import type { Contact } from '../contact.js';

const LIMIT_MS = 60 * 60_000;

/** Did a person answer within 60 minutes? */
export function firstResponseWithin60Minutes({ receivedAt, unit, zone, answeredAt }: Contact): Question[] {
  const dueAt = receivedAt + LIMIT_MS;
  const hit = answeredAt !== undefined && answeredAt <= dueAt;
  return [{ metric, unit, day: dayOf(dueAt, zone), dueAt, answer: answered(hit) }];
}
