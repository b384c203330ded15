const FIRST_MS = 5_000;
const FACTOR = 4;
const LONGEST_MS = 12 * 3_600_000;
/** A pause is up to a fifth shorter or longer, so that receivers that failed together do not get everything together again. */
const JITTER = 0.2;

/**
 * When a message that failed is sent again: after 5 s, 20 s, 80 s and so on, each pause four times the one before, up to twelve hours.
 *
 * @param attempts    so many have failed, from 1
 * @param now         milliseconds since 1970
 * @param chance      0 up to 1, drawn anew for each attempt
 * @param retryAfter  milliseconds for which the receiver asked to be left alone; 0 when it did not. Twelve hours of it are kept at most
 */
export function nextAttempt(attempts: number, now: number, chance: number, retryAfter = 0): number {
  const pause = Math.min(FIRST_MS * FACTOR ** (attempts - 1), LONGEST_MS);
  const jittered = Math.round(pause * (1 + JITTER * (2 * chance - 1)));
  return now + Math.max(jittered, Math.min(retryAfter, LONGEST_MS));
}
