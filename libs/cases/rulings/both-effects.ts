import type { Effects } from '#libs/batches/reader/receive.js';

/** One after the other in the same transaction: documents and rulings travel in one shard. */
export function bothEffects<Tx>(first: Effects<Tx>, then: Effects<Tx>): Effects<Tx> {
  return {
    apply: async (applying, batches) => {
      await first.apply(applying, batches);
      await then.apply(applying, batches);
    },
    endEpochs: async (applying, ended) => {
      await first.endEpochs?.(applying, ended);
      await then.endEpochs?.(applying, ended);
    },
    committed: (subscription, batches) => {
      first.committed?.(subscription, batches);
      then.committed?.(subscription, batches);
    },
  };
}
