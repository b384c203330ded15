import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { type OrderRow, realFacts, type TimedFact, ZONE } from '#test/real-orders/facts.js';
import { type FactToSend, type SendOptions, sendFacts } from '#test/real-orders/send-facts.js';
import type { TestInstallation } from '#test/stack/installation.js';

/** The real orders end before this. */
export const THROUGH = instantOfWallTime('2018-11-01T00:00:00', ZONE);

/** The facts of the first real orders, or of those that a filter picks, in order of time. */
export function factsOfOrders(which: number | ((order: OrderRow) => boolean)): Promise<readonly TimedFact[]> {
  return realFacts((order, place) => (typeof which === 'number' ? place < which : which(order)));
}

/** Sends facts as an importer does, and declares every feed complete at the end. */
export function send(
  { addresses }: Pick<TestInstallation, 'addresses'>,
  facts: readonly FactToSend[],
  options: Partial<SendOptions> = {},
) {
  return sendFacts({
    ...{
      addresses,
      facts,
      origin: Origin.ORIGIN_IMPORTED,
      completeThrough: THROUGH,
      onProgress: () => {},
      portion: 100,
    },
    ...options,
  });
}
