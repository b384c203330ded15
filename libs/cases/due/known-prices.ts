import type { Instant } from '#libs/domain/time.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { MissPrices } from './due-groups.js';

/** For how long prices are told without asking again. */
const FRESH_MS = 60_000;
/** For how long scoring is not asked again after it did not answer. */
const AWAY_MS = 10_000;

/** The prices that scoring stated last; undefined when it never did. */
export type ReadPrices = () => Promise<MissPrices | undefined>;

/**
 * Keeps the prices that scoring states. They are asked for when they are needed, at most once a minute, and by one call at a time. While
 * scoring is away the last ones hold, however old.
 *
 * @param ask  undefined when scoring measures no index of the department
 */
export function knownPrices(
  ask: () => Promise<MissPrices | undefined>,
  clock: Clock,
  onFailure: (error: unknown) => void,
): ReadPrices {
  let last: MissPrices | undefined;
  let notBefore: Instant = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  const askOnce = async () => {
    try {
      last = await ask();
      notBefore = clock.now() + FRESH_MS;
    } catch (error) {
      notBefore = clock.now() + AWAY_MS;
      onFailure(error);
    }
    asking = undefined;
  };
  return async () => {
    if (clock.now() >= notBefore) {
      asking ??= askOnce();
      await asking;
    }
    return last;
  };
}
