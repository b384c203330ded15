import type { Instant } from '#libs/domain/time.js';

/** The current time. Rules take an instant as an argument; only code with effects reads a clock. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => Date.now() };
