import { type Answer, HIT, MISS, outside, type Question } from '#libs/cases/judging/judging.js';
import { deliveredByFirstPromise as metric } from '#libs/catalogue/delivery.js';
import { dayOf, daysBetween, endOfDay } from '#libs/domain/time.js';
import type { Parcel } from '../parcel.js';

/** There on the first promised calendar day? If not, exactly one party answers for it. */
export function deliveredByFirstPromise(parcel: Parcel): Question[] {
  const { promisedDay, zone, unit } = parcel;
  return [{ metric, unit, day: promisedDay, dueAt: endOfDay(promisedDay, zone), answer: answerOf(parcel) }];
}

function answerOf(parcel: Parcel): Answer {
  const { promisedDay, deliveredDay, isCanceled, isReleased, handedOverAt } = parcel;
  const hit = deliveredDay !== undefined && deliveredDay <= promisedDay;
  if (isCanceled) return outside(metric, 'CAUSE_UNKNOWN', hit);
  if (hit) return HIT;
  if (!isReleased) return outside(metric, 'UPSTREAM_NOT_RELEASED', false);
  if (handedOverAt === undefined && deliveredDay === undefined)
    return outside(metric, 'UPSTREAM_NEVER_HANDED_OVER', false);
  return wouldHaveMadeIt(parcel) ? outside(metric, 'UPSTREAM_HANDED_OVER_LATE', false) : MISS;
}

/** Handed over after the limit, and late by no more days than that: handed over in time it would have been there in time. */
function wouldHaveMadeIt({ promisedDay, zone, limit, handedOverAt, deliveredDay }: Parcel): boolean {
  if (limit === undefined || handedOverAt === undefined || deliveredDay === undefined || handedOverAt <= limit)
    return false;
  return daysBetween(promisedDay, deliveredDay) <= daysBetween(dayOf(limit, zone), dayOf(handedOverAt, zone));
}
