import type { Carries, ShardId } from '#libs/batches/format/topics.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Relay } from '#libs/batches/source/publish.js';
import { Sealer, type SealerOptions, type SealingPass } from '#libs/batches/source/seal.js';
import { KEPT_MS } from '#libs/batches/source/source-store.js';
import { reporting } from '#libs/batches/transport/transport-faults.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { KafkaTransport } from './open-kafka.js';

const SEAL_MS = 200;
const PUBLISH_MS = 100;
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

/** Seals the outbox into batches, publishes them to Kafka where there is one, and deletes batches after their retention. */
export async function publishBatches(lifecycle: Lifecycle, options: PublishingBatches): Promise<void> {
  const store = new PostgresSourceStore(options.database);
  const sealer = new Sealer({ ...options, store });
  const onSealError = (error: unknown) => lifecycle.log.error({ error }, 'sealing batches failed; it is retried');
  const seal = async () => {
    for (const { carries, shard } of options.shards) {
      for (let more = true; more; ) {
        const pass = await sealer.pass(carries, shard);
        options.onSealed(carries, shard, pass);
        more = pass.more;
      }
    }
  };
  await lifecycle.add(
    'sealing',
    () => every(SEAL_MS, seal, { onError: onSealError }),
    (it) => it.stop(),
  );
  await publishToKafka(lifecycle, store, options);

  const forget = async () => void (await store.retain(KEPT_MS));
  const onRetainError = (error: unknown) =>
    lifecycle.log.error({ error }, 'deleting old batches failed; it is retried');
  await lifecycle.add(
    'retention',
    () => every(RETAIN_MS, forget, { onError: onRetainError }),
    (it) => it.stop(),
  );
}

async function publishToKafka(
  lifecycle: Lifecycle,
  store: PostgresSourceStore,
  { kafka, faults, shards, onPublished }: PublishingBatches,
): Promise<void> {
  if (kafka === undefined) return;
  const onError = onceUntilItWorks((error) =>
    lifecycle.log.warn({ error }, 'publishing batches failed; they are kept'),
  );
  const relays = [...new Set(shards.map(({ carries }) => carries))].map((carries) => {
    const own = shards.filter((shard) => shard.carries === carries);
    return { carries, relay: new Relay(store, kafka, own) };
  });
  const publish = async () => {
    for (const { carries, relay } of relays) {
      await reporting(faults, `publish_${carries}`, async () => {
        for (let count = await relay.pass(); count > 0; count = await relay.pass()) onPublished(carries, count);
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
