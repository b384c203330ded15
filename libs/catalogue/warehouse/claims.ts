import type { CivilDays } from '#libs/domain/duration.js';
import { civilDaysLater, dayOf, type Instant } from '#libs/domain/time.js';
import type { LimitsInWords, StatedWords } from '../metric.js';
import { type Evaluation, hitIf } from '../result.js';
import type { HandledParcel } from './handled-parcel.js';

/**
 * Asks of a parcel that was handed over whether nothing was found to be wrong with it within a limit after that. It belongs to the day of
 * the hand-over, so that a month is one set of parcels.
 *
 * @param foundAt  when it was found; undefined when it was not
 * @returns        undefined for a parcel that was not handed over, not released, or called off
 */
export function unlessFound(
  { part, zone, released, isCalledOff, handedOverAt }: HandledParcel,
  foundAt: Instant | undefined,
  limit: CivilDays,
): Evaluation | undefined {
  if (zone === undefined || released === undefined || isCalledOff || handedOverAt === undefined) return undefined;
  const dueAt = civilDaysLater(handedOverAt, limit.days, zone);
  const isHit = foundAt === undefined || foundAt > dueAt;
  return { part, unit: released.originUnit, day: dayOf(handedOverAt, zone), dueAt, result: hitIf(isHit) };
}

/** The words of these metrics by other limits. */
export function claimWords(hit: (limit: string) => string) {
  return ({ text: { limit = '' }, mostDays }: LimitsInWords): Partial<StatedWords> => ({
    hit: hit(limit),
    judged: `${limit} after the hand-over`,
    maturesAfterDays: mostDays,
  });
}
