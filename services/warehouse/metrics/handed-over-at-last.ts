import { answered, outside, type Question } from '#libs/cases/judging/judging.js';
import { handedOverAtLast as metric } from '#libs/catalogue/warehouse.js';
import { civilDaysLater, dayOf } from '#libs/domain/time.js';
import { isImpossible, type Parcel } from '../parcel.js';

const DAYS_OF_GRACE = 7;

/** Handed over at last, seven days after the limit? Belongs to the day of the limit, so that a month is one set of orders. */
export function handedOverAtLast(parcel: Parcel): Question[] {
  const { zone, released, isCalledOff, handedOverAt } = parcel;
  if (zone === undefined || released === undefined || isCalledOff) return [];
  const dueAt = civilDaysLater(released.dueAt, DAYS_OF_GRACE, zone);
  const hit = handedOverAt !== undefined && handedOverAt <= dueAt;
  const answer = isImpossible(parcel) ? outside(metric, 'UPSTREAM_ORDERING', hit) : answered(hit);
  return [{ metric, unit: released.originUnit, day: dayOf(released.dueAt, zone), dueAt, answer }];
}
