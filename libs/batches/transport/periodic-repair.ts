import type { Subscription } from '../reader/receive.js';
import { isHeadOf, type Missing, type Repair, type ShardHead } from './supply.js';

export interface RepairCheckOptions {
  readonly repair: Pick<Repair, 'heads' | 'repair' | 'missing' | 'acknowledge'>;
  readonly subscriptions: readonly Subscription[];
  /** With Kafka, what was sealed since the last look is left to it, and so is much that was sealed before the first. */
  readonly hasKafka: boolean;
  /** PublishedMilestone of each subscription what the source had sealed at the look before and is still not here; what is on its way is not missing. */
  readonly onMissing: (subscription: Subscription, missing: Missing) => void;
  /** PublishedMilestone when something that did not come by Kafka was asked for at its source, and whether it was had. */
  readonly onRepair?: (result: 'repaired' | 'failed') => void;
}

const NOTHING: Missing = { holes: 0n, tail: 0n };

/** So few batches of a subscription are fetched at the first look after a start: they are here before Kafka has been joined. */
const MAX_EAGER_REPAIR = 256n;

/**
 * Makes the look that is taken at a source every so often: what it had sealed before the look before and is still missing
 * here did not come by Kafka, and is fetched. So a lost tail, a truncated topic or a Kafka that is down are all one thing.
 * While the source does not answer, what is known to be missing is said, and the look fails.
 */
export function createRepairCheck({
  repair,
  subscriptions,
  hasKafka,
  onMissing,
  onRepair,
}: RepairCheckOptions): () => Promise<void> {
  const seen = new Map<Subscription, ShardHead>();
  const isMuch = async (subscription: Subscription, head: ShardHead) => {
    const { holes, tail } = await repair.missing(subscription, head);
    return holes + tail > MAX_EAGER_REPAIR;
  };
  const look = async () => {
    const heads = await repair.heads();
    for (const subscription of subscriptions) {
      const head = heads.find((one) => isHeadOf(subscription, one));
      if (head === undefined) continue;
      const before = seen.get(subscription);
      const fresh = head.newestNumber - (before?.newestNumber ?? 0n);
      seen.set(subscription, head);
      const isLeftToKafka = hasKafka && fresh >= 0n && (before !== undefined || (await isMuch(subscription, head)));
      const { missing, repaired } = await repair.repair(subscription, head, isLeftToKafka ? fresh : 0n);
      if (hasKafka && before !== undefined && repaired > 0n) onRepair?.('repaired');
      onMissing(subscription, NOTHING);
      if (missing > 0n || repaired > 0n || fresh > 0n) await repair.acknowledge(subscription);
    }
  };
  return async () => {
    try {
      await look();
    } catch (error) {
      if (hasKafka) onRepair?.('failed');
      for (const subscription of subscriptions)
        onMissing(subscription, await repair.missing(subscription, seen.get(subscription)));
      throw error;
    }
  };
}
