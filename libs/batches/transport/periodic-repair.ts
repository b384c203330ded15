import type { Subscription } from '../reader/receive.js';
import type { ShardHead } from './batch-source.js';
import { isHeadOf, type Missing, type Repair } from './repair.js';

export interface RepairCheckOptions {
  readonly repair: Pick<Repair, 'heads' | 'repair' | 'missing' | 'acknowledge'>;
  readonly subscriptions: readonly Subscription[];
  /** With Kafka, batches sealed since the previous check are left to it, and so is a long backlog at the first check. */
  readonly hasKafka: boolean;
  /** Called for each subscription with what the source had sealed before the previous check and is still not applied here. */
  readonly onMissing: (subscription: Subscription, missing: Missing) => void;
  /** Called when batches that Kafka did not bring were asked for at their source: whether the source gave them. */
  readonly onRepair?: (result: 'repaired' | 'failed') => void;
}

const NOTHING: Missing = { gaps: 0n, tail: 0n };

/** Without Kafka, a source that has nothing new keeps the check waiting this long. */
const WAIT_MS = 2_000;

/** At the first check after a start, a backlog of up to this many batches per shard is fetched at once: that is faster than joining Kafka. */
const MAX_EAGER_REPAIR = 256n;

/**
 * Creates the periodic repair check of one source. Batches that the source had sealed before the previous check and that are
 * still missing were lost on the way through Kafka; the check fetches them from the source. A lost tail, a truncated topic and
 * a Kafka that is down are therefore all handled alike. If the source does not answer, the check reports what is known to be
 * missing, and fails.
 */
export function createRepairCheck({
  repair,
  subscriptions,
  hasKafka,
  onMissing,
  onRepair,
}: RepairCheckOptions): (signal: AbortSignal) => Promise<void> {
  const seen = new Map<Subscription, ShardHead>();
  const isLongBacklog = async (subscription: Subscription, head: ShardHead) => {
    const { gaps, tail } = await repair.missing(subscription, head);
    return gaps + tail > MAX_EAGER_REPAIR;
  };
  let isComplete = false;
  const check = async (signal: AbortSignal) => {
    const heads = await repair.heads({ ms: isComplete && !hasKafka ? WAIT_MS : 0, signal });
    isComplete = false;
    let left = 0n;
    for (const subscription of subscriptions) {
      const head = heads.find((one) => isHeadOf(subscription, one));
      if (head === undefined) continue;
      const before = seen.get(subscription);
      const fresh = head.newestNumber - (before?.newestNumber ?? 0n);
      seen.set(subscription, head);
      const isLeftToKafka =
        hasKafka && fresh >= 0n && (before !== undefined || (await isLongBacklog(subscription, head)));
      const { missing, repaired } = await repair.repair(subscription, head, isLeftToKafka ? fresh : 0n);
      if (hasKafka && before !== undefined && repaired > 0n) onRepair?.('repaired');
      onMissing(subscription, NOTHING);
      left += missing - repaired;
      if (missing > 0n || repaired > 0n || fresh > 0n) await repair.acknowledge(subscription);
    }
    isComplete = left <= 0n;
  };
  return async (signal) => {
    try {
      await check(signal);
    } catch (error) {
      if (signal.aborted) return; // the process stops, and the wait was ended
      isComplete = false;
      if (hasKafka) onRepair?.('failed');
      for (const subscription of subscriptions)
        onMissing(subscription, await repair.missing(subscription, seen.get(subscription)));
      throw error;
    }
  };
}
