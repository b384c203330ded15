import { factsOf, ZONE } from '#cli/import/olist-facts.js';
import { readOlistFiles } from '#cli/import/olist-files.js';
import type { OrderRow } from '#cli/import/olist-rows.js';
import { type FactToSend, type SendOptions, sendFacts } from '#cli/import/send.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import type { TestInstallation } from '#test/stack/installation.js';

/** The real orders end before this. */
export const THROUGH = instantOfWallTime('2018-11-01T00:00:00', ZONE);

/** The facts of the first real orders, or of those that a filter picks, in order of time. */
export async function factsOfOrders(which: number | ((order: OrderRow) => boolean)): Promise<readonly FactToSend[]> {
  const files = await readOlistFiles('data/olist', { zone: ZONE });
  const orders = typeof which === 'number' ? files.orders.slice(0, which) : files.orders.filter(which);
  const ids = new Set(orders.map(({ order_id }) => order_id));
  return factsOf({ ...files, orders, reviews: files.reviews.filter(({ order_id }) => ids.has(order_id)) });
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
