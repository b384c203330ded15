import type { Lane } from '../reader/receive.js';
import { isHeadOf, type Missing, type Repair, type ShardHead } from './supply.js';

export interface LookOptions {
  readonly repair: Pick<Repair, 'heads' | 'repair' | 'missing' | 'acknowledge'>;
  readonly lanes: readonly Lane[];
  /** With Kafka, what was sealed since the last look is left to it, and so is much that was sealed before the first. */
  readonly hasKafka: boolean;
  /** Told of each lane what the source had sealed at the look before and is still not here; what is on its way is not missing. */
  readonly onMissing: (lane: Lane, missing: Missing) => void;
  /** Told when something that did not come by Kafka was asked for at its source, and whether it was had. */
  readonly onRepair?: (result: 'repaired' | 'failed') => void;
}

const NOTHING: Missing = { holes: 0n, tail: 0n };

/** So few batches of a lane are fetched at the first look after a start: they are here before Kafka has been joined. */
const FEW = 256n;

/**
 * Makes the look that is taken at a source every so often: what it had sealed before the look before and is still missing
 * here did not come by Kafka, and is fetched. So a lost tail, a truncated topic or a Kafka that is down are all one thing.
 * While the source does not answer, what is known to be missing is said, and the look fails.
 */
export function looksAt({ repair, lanes, hasKafka, onMissing, onRepair }: LookOptions): () => Promise<void> {
  const seen = new Map<Lane, ShardHead>();
  const isMuch = async (lane: Lane, head: ShardHead) => {
    const { holes, tail } = await repair.missing(lane, head);
    return holes + tail > FEW;
  };
  const look = async () => {
    const heads = await repair.heads();
    for (const lane of lanes) {
      const head = heads.find((one) => isHeadOf(lane, one));
      if (head === undefined) continue;
      const before = seen.get(lane);
      const fresh = head.newestNumber - (before?.newestNumber ?? 0n);
      seen.set(lane, head);
      const isLeftToKafka = hasKafka && fresh >= 0n && (before !== undefined || (await isMuch(lane, head)));
      const { missing, repaired } = await repair.repair(lane, head, isLeftToKafka ? fresh : 0n);
      if (hasKafka && before !== undefined && repaired > 0n) onRepair?.('repaired');
      onMissing(lane, NOTHING);
      if (missing > 0n || repaired > 0n || fresh > 0n) await repair.acknowledge(lane);
    }
  };
  return async () => {
    try {
      await look();
    } catch (error) {
      if (hasKafka) onRepair?.('failed');
      for (const lane of lanes) onMissing(lane, await repair.missing(lane, seen.get(lane)));
      throw error;
    }
  };
}
