import type { Instant } from '#libs/domain/time.js';

/** What time it is. Rules are given an instant; only what makes something happen asks a clock. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };
