import type { FeedProgress } from '#libs/batches/format/sealed-batch.js';
import type { Carries } from '#libs/batches/format/topics.js';
import type { WaitingCell } from '#libs/domain/observation.js';
import { publishBatches } from '#libs/process/publish-batches.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { countingFeeds } from '../facts/counting-feeds.js';
import { readFeeds } from '../facts/feeds.js';
import { NEVER } from '../facts/watermarks.js';
import { countWaiting } from '../judging/waiting.js';
import type { DepartmentContext } from './context.js';

/** Seals and publishes what the department judges, with the progress of its feeds and the cases that wait for them. */
export async function sealAndPublish(lifecycle: Lifecycle, context: DepartmentContext): Promise<void> {
  const { database, department, config, kafka, faults, shards, metrics, clock } = context;
  context.stirSealing = await publishBatches(lifecycle, {
    ...{ database, kafka, faults, shards, source: department.source },
    installation: config.CX_INSTALLATION,
    wasLost: config.CX_DATABASE_LOST,
    readFeeds: async (tx): Promise<FeedProgress[]> =>
      countingFeeds(await readFeeds(tx), department.feedRulesAt?.(clock.now())).map(({ completeThrough, ...feed }) => ({
        ...feed,
        completeThrough: completeThrough === NEVER ? undefined : completeThrough,
      })),
    countWaiting: async (tx): Promise<WaitingCell[]> => {
      const waiting = await countWaiting(tx, department, clock.now());
      metrics.observationsWaiting.set({}, Number(waiting.reduce((sum, { cases }) => sum + cases, 0n)));
      return waiting;
    },
    onSealed: (carries, shard, pass) => note(context, carries, shard, pass),
    onPublished: (carries, batches) => {
      const total = carries === 'observations' ? metrics.batchesPublishedTotal : metrics.milestoneBatchesPublishedTotal;
      total.inc({}, batches);
    },
  });
}

function note(
  { metrics, clock }: DepartmentContext,
  carries: Carries,
  shard: number,
  pass: { readonly sealed: number; readonly newest: bigint },
): void {
  const [total, last] =
    carries === 'observations'
      ? [metrics.batchesSealedTotal, metrics.batchLastSealed]
      : [metrics.milestoneBatchesSealedTotal, metrics.milestoneBatchLastSealed];
  last.set({ shard: String(shard) }, Number(pass.newest));
  if (pass.sealed === 0) return;
  total.inc({}, pass.sealed);
  if (carries === 'observations') metrics.shardHeartbeat.set({}, clock.now() / 1000);
}
