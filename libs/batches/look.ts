import type { Lane } from './receive.js';
import { isHeadOf, type Repair } from './supply.js';

export interface LookOptions {
  readonly repair: Repair;
  readonly lanes: readonly Lane[];
  /** With Kafka, what was sealed since the last look is left to it. */
  readonly hasKafka: boolean;
  /** Told of each lane how many batches are known to exist and still not here. */
  readonly onMissing: (lane: Lane, missing: bigint) => void;
}

/**
 * Makes the look that is taken at a source every so often: what it had sealed before the look before and is still missing
 * here did not come by Kafka, and is fetched. So a lost tail, a truncated topic or a Kafka that is down are all one thing.
 */
export function looksAt({ repair, lanes, hasKafka, onMissing }: LookOptions): () => Promise<void> {
  const seen = new Map<Lane, bigint>();
  return async () => {
    const heads = await repair.heads();
    for (const lane of lanes) {
      const head = heads.find((one) => isHeadOf(lane, one));
      if (head === undefined) continue;
      const fresh = head.newestNumber - (seen.get(lane) ?? 0n);
      seen.set(lane, head.newestNumber);
      const { missing, repaired } = await repair.repair(lane, head, !hasKafka || fresh < 0n ? 0n : fresh);
      onMissing(lane, missing - repaired);
      if (missing > 0n || repaired > 0n || fresh > 0n) await repair.acknowledge(lane);
    }
  };
}
