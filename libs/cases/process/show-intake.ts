import type { ReceiverEvents } from '#libs/batches/reader/receive.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Lifecycle } from '#libs/runtime/service.js';

/** Counts the batches of others that a department takes in, and logs those that it cannot. */
export function showIntake({ log }: Pick<Lifecycle, 'log'>, metrics: Metrics): ReceiverEvents {
  return {
    onApplied: ({ source, shard }, batches, repeats) => {
      metrics.batchesRepeatedTotal.inc({ department: source }, repeats);
      if (source === 'scoring') return metrics.documentBatchesAppliedTotal.inc({}, batches.length);
      metrics.milestoneBatchesAppliedTotal.inc({ department: source }, batches.length);
      const newest = batches.reduce((most, { number }) => (number > most ? number : most), 0n);
      if (newest > 0n)
        metrics.milestoneBatchLastApplied.set({ department: source, shard: String(shard) }, Number(newest));
    },
    onFenceLost: ({ source }) => metrics.fenceLossesTotal.inc({ department: source }),
    onQuarantined: ({ source, carries, shard }, { epoch, number, reason, detail }) => {
      if (reason === 'WRONG_SENDER') metrics.batchesOfWrongSenderTotal.inc({ department: source });
      log.error(
        { from: source, carries, shard, batch: `${epoch}:${number}`, reason, detail },
        'a batch of another service was quarantined',
      );
    },
  };
}
