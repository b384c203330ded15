import { answered, type Question } from '#libs/cases/judging/judging.js';
import { arrivedAtLast as metric } from '#libs/catalogue/delivery.js';
import { addDays, endOfDay } from '#libs/domain/time.js';
import type { Parcel } from '../parcel.js';

const DAYS_OF_GRACE = 14;

/** There at last, two weeks after the promised day? Asked of what was handed over and not canceled. */
export function arrivedAtLast({ promisedDay, zone, unit, isCanceled, handedOverAt, deliveredDay }: Parcel): Question[] {
  if (handedOverAt === undefined || isCanceled) return [];
  const lastDay = addDays(promisedDay, DAYS_OF_GRACE);
  const hit = deliveredDay !== undefined && deliveredDay <= lastDay;
  return [{ metric, unit, day: promisedDay, dueAt: endOfDay(lastDay, zone), answer: answered(hit) }];
}
