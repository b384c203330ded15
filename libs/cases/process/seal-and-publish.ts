import type { FeedProgress } from '#libs/batches/format/sealed-batch.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Relay } from '#libs/batches/source/publish.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { KEPT_MS } from '#libs/batches/source/source-store.js';
import { reporting } from '#libs/batches/transport/transport-faults.js';
import { groupBy } from '#libs/domain/group-by.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { readFeeds } from '../facts/feeds.js';
import { NEVER } from '../facts/watermarks.js';
import { countWaiting, type WaitingCases } from '../judging/waiting.js';
import type { DepartmentContext } from './context.js';

const SEAL_MS = 200;
const PUBLISH_MS = 100;
const RETAIN_MS = 3_600_000;

/** Seals the outbox into batches, publishes them to Kafka where there is one, and deletes batches after their retention. */
export async function sealAndPublish(lifecycle: Lifecycle, context: DepartmentContext): Promise<void> {
  const { database, department, config, kafka, shards, metrics, clock } = context;
  const store = new PostgresSourceStore(database);
  const sealer = new Sealer({
    store,
    installation: config.CX_INSTALLATION,
    source: department.source,
    wasLost: config.CX_DATABASE_LOST,
    readFeeds: async (tx): Promise<FeedProgress[]> =>
      (await readFeeds(tx)).map(({ completeThrough, ...feed }) => ({
        ...feed,
        completeThrough: completeThrough === NEVER ? undefined : completeThrough,
      })),
    countWaiting: async (tx): Promise<WaitingCases[]> => {
      const waiting = await countWaiting(tx, department, clock.now());
      metrics.observationsWaiting.set({}, Number(waiting.reduce((sum, { cases }) => sum + cases, 0n)));
      return waiting;
    },
  });

  const onSealError = (error: unknown) => lifecycle.log.error({ error }, 'sealing batches failed; it is retried');
  const seal = async () => {
    for (const { carries, shard } of shards) {
      let pass = await sealer.pass(carries, shard);
      note(context, carries, shard, pass);
      while (pass.more) {
        pass = await sealer.pass(carries, shard);
        note(context, carries, shard, pass);
      }
    }
  };
  await lifecycle.add(
    'sealing',
    () => every(SEAL_MS, seal, { onError: onSealError }),
    (it) => it.stop(),
  );

  if (kafka !== undefined) {
    const onError = onceUntilItWorks((error) =>
      lifecycle.log.warn({ error }, 'publishing batches failed; they are kept'),
    );
    const relays = [...groupBy(shards, (shard) => shard.carries)].map(([carries, some]) => ({
      relay: new Relay(store, kafka, some),
      task: carries === 'observations' ? ('publish_observations' as const) : ('publish_milestones' as const),
      published: carries === 'observations' ? metrics.batchesPublishedTotal : metrics.milestoneBatchesPublishedTotal,
    }));
    const publish = async () => {
      for (const { relay, task, published } of relays) {
        await reporting(context.faults, task, async () => {
          for (let count = await relay.pass(); count > 0; count = await relay.pass()) published.inc({}, count);
        });
      }
      onError.works();
    };
    await lifecycle.add(
      'publishing',
      () => every(PUBLISH_MS, publish, { onError: onError.fails }),
      (it) => it.stop(),
    );
  }

  const forget = async () => void (await store.retain(KEPT_MS));
  const onRetainError = (error: unknown) =>
    lifecycle.log.error({ error }, 'deleting old batches failed; it is retried');
  await lifecycle.add(
    'retention',
    () => every(RETAIN_MS, forget, { onError: onRetainError }),
    (it) => it.stop(),
  );
}

function note(
  { metrics, clock }: DepartmentContext,
  carries: 'observations' | 'milestones',
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

/** Logs the first failure of several in a row, not one every 100 ms. Errors of Kafka are in the log already. */
function onceUntilItWorks(say: (error: unknown) => void) {
  let isFailing = false;
  return {
    fails: (error: unknown) => {
      if (!isFailing && !(error instanceof TransportError)) say(error);
      isFailing = true;
    },
    works: () => {
      isFailing = false;
    },
  };
}
