import type { Carries, ShardId } from '#libs/batches/format/topics.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Relay } from '#libs/batches/source/publish.js';
import { Sealer, type SealerOptions, type SealingPass } from '#libs/batches/source/seal.js';
import { KEPT_MS } from '#libs/batches/source/source-store.js';
import { reporting } from '#libs/batches/transport/transport-faults.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { every, type Loop } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { KafkaTransport } from './open-kafka.js';

const SEAL_MS = 200;
const PUBLISH_MS = 100;
/** While nothing comes, both look less often. What this process stores itself stirs them; only what another process stored waits so long. */
const IDLE_MS = 2_000;
const RETAIN_MS = 3_600_000;

export interface PublishingBatches extends KafkaTransport, Omit<SealerOptions<Transaction>, 'store' | 'batchSize'> {
  readonly database: Database;
  /** The shards that this process seals. */
  readonly shards: readonly ShardId[];
  /** Called after every pass over a shard, also when it sealed nothing. */
  readonly onSealed: (carries: Carries, shard: number, pass: SealingPass) => void;
  /** Called with the number of batches that Kafka has acknowledged. */
  readonly onPublished: (carries: Carries, batches: number) => void;
}

/**
 * Seals the outbox into batches, publishes them to Kafka where there is one, and deletes batches after their retention.
 *
 * @returns to be called when something was put into the outbox, or a feed has made progress
 */
export async function publishBatches(lifecycle: Lifecycle, options: PublishingBatches): Promise<() => void> {
  let publishing: Loop | undefined;
  const store = new PostgresSourceStore(options.database);
  const sealer = new Sealer({ ...options, store });
  const onSealError = (error: unknown) => lifecycle.log.error({ error }, 'sealing batches failed; it is retried');
  const seal = async () => {
    let sealed = 0;
    for (const { carries, shard } of options.shards) {
      for (let more = true; more; ) {
        const pass = await sealer.pass(carries, shard);
        options.onSealed(carries, shard, pass);
        more = pass.more;
        sealed += pass.sealed;
      }
    }
    if (sealed > 0) publishing?.stir();
    return sealed > 0;
  };
  const sealing = await lifecycle.add(
    'sealing',
    () => every(SEAL_MS, seal, { onError: onSealError, idleMs: IDLE_MS }),
    (it) => it.stop(),
  );
  publishing = await publishToKafka(lifecycle, store, options);

  const forget = async () => void (await store.retain(KEPT_MS));
  const onRetainError = (error: unknown) =>
    lifecycle.log.error({ error }, 'deleting old batches failed; it is retried');
  await lifecycle.add(
    'retention',
    () => every(RETAIN_MS, forget, { onError: onRetainError }),
    (it) => it.stop(),
  );
  return () => sealing.stir();
}

async function publishToKafka(
  lifecycle: Lifecycle,
  store: PostgresSourceStore,
  { kafka, faults, shards, onPublished }: PublishingBatches,
): Promise<Loop | undefined> {
  if (kafka === undefined) return undefined;
  const onError = onceUntilItWorks((error) =>
    lifecycle.log.warn({ error }, 'publishing batches failed; they are kept'),
  );
  const relays = [...new Set(shards.map(({ carries }) => carries))].map((carries) => {
    const own = shards.filter((shard) => shard.carries === carries);
    return { carries, relay: new Relay(store, kafka, own) };
  });
  const publish = async () => {
    let published = 0;
    for (const { carries, relay } of relays) {
      await reporting(faults, `publish_${carries}`, async () => {
        for (let count = await relay.pass(); count > 0; count = await relay.pass()) {
          onPublished(carries, count);
          published += count;
        }
      });
    }
    onError.works();
    return published > 0;
  };
  return lifecycle.add(
    'publishing',
    () => every(PUBLISH_MS, publish, { onError: onError.fails, idleMs: IDLE_MS }),
    (it) => it.stop(),
  );
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
