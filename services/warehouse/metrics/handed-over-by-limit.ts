import { answered, outside, type Question } from '#libs/cases/judging/judging.js';
import { handedOverByLimit as metric } from '#libs/catalogue/warehouse.js';
import { dayOf } from '#libs/domain/time.js';
import { isImpossible, type Parcel } from '../parcel.js';

/** Handed over by its limit, to the instant? */
export function handedOverByLimit(parcel: Parcel): Question[] {
  const { zone, released, isCalledOff, handedOverAt } = parcel;
  if (zone === undefined || released === undefined || isCalledOff) return [];
  const { dueAt, originUnit } = released;
  const hit = handedOverAt !== undefined && handedOverAt <= dueAt;
  const answer = isImpossible(parcel) ? outside(metric, 'UPSTREAM_ORDERING', hit) : answered(hit);
  return [{ metric, unit: originUnit, day: dayOf(dueAt, zone), dueAt, answer }];
}
