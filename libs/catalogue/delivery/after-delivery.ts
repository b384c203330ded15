import type { CivilDays } from '#libs/domain/duration.js';
import { addDays, dayOf, endOfDay, type Instant } from '#libs/domain/time.js';
import type { LimitsInWords, StatedWords } from '../metric.js';
import type { Evaluation, Result } from '../result.js';
import type { Parcel } from './parcel.js';

/**
 * Judges a parcel by what is reported after the customer has it. It counts on the day of the delivery, and is judged when the last day is
 * over on which the report counts. Undefined for a parcel that the customer does not have.
 *
 * @param limit       how many days after that day a report counts
 * @param resultUntil the result by what happened before an instant
 */
export function judgedAfterDelivery(
  { part, broughtBy, receivedAt, zone }: Parcel,
  limit: CivilDays,
  resultUntil: (dueAt: Instant) => Result,
): Evaluation | undefined {
  if (receivedAt === undefined) return undefined;
  const day = dayOf(receivedAt, zone);
  const dueAt = endOfDay(addDays(day, limit.days), zone);
  return { part, unit: broughtBy, day, dueAt, result: resultUntil(dueAt) };
}

/** The words of such a metric that state its limit. */
export function judgedAfterDeliveryWords(
  { text: { limit }, mostDays }: LimitsInWords,
  hitWithin: (limit: string) => string,
): Partial<StatedWords> {
  return {
    hit: hitWithin(limit ?? ''),
    judged: `end of the day ${limit} after the delivery`,
    maturesAfterDays: mostDays,
  };
}
