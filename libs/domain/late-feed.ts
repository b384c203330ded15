import type { Instant } from './time.js';

const HOUR_MS = 3_600_000;

/** How many hours a live feed may declare nothing more, where the company does not say it: what a system that reports by itself needs. */
export const LATE_AFTER_HOURS = 6;

/**
 * From when on a live feed is late, unless it declares more before.
 *
 * @param completeThrough  what it has declared
 * @param afterHours       1 to 336
 */
export function lateFrom(completeThrough: Instant, afterHours: number): Instant {
  return completeThrough + afterHours * HOUR_MS;
}
