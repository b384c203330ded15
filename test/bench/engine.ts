import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import type { ShardId } from '#libs/batches/format/topics.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { Counting } from '#services/scoring/counts/apply.js';
import { MIGRATIONS } from '#services/scoring/migrations.js';
import { type Cost, Meter } from './meter.js';
import type { Servers } from './world.js';

/** The options of a process under test, as JSON in its first argument. */
export interface Task {
  readonly servers: Servers;
  readonly databaseUrl: string;
  readonly installation: string;
  /** The number of batches of each shard. */
  readonly subscriptions: readonly { readonly shard: ShardId; readonly batches: number }[];
}

export interface EngineResult extends Cost {
  readonly transactions: number;
  readonly meanTransactionMs: number;
  readonly longestTransactionMs: number;
}

/**
 * Scoring's receiver in its own process, from filled topics to committed counts, with the archive and every check. The time runs
 * from the first record to the commit of the last batch of every shard.
 */
async function apply({ servers, databaseUrl, installation, subscriptions: wanted }: Task): Promise<EngineResult> {
  // On a shared machine a connection can take longer than a service would wait.
  const patience = { statementTimeoutMs: 120_000, connectTimeoutMs: 60_000 };
  const database = new Database({ url: databaseUrl, name: 'bench', ...patience });
  const kafka = kafkajsClient({ brokers: servers.brokers, clientId: 'cx-bench' });
  await migrate(database, MIGRATIONS);
  const store = new WatchedStore(database);
  const receiver = new Receiver({ store, installation, effects: new Counting().effects() });
  const subscriptions: Subscription[] = [];
  for (const { shard } of wanted) subscriptions.push(await receiver.subscription(shard));
  let meter: Promise<Meter> | undefined;
  const door = {
    progress: (subscription: Subscription) => receiver.progress(subscription),
    take: async (subscription: Subscription, raws: readonly RawBatch[]) => {
      meter ??= Meter.start(servers);
      await meter;
      await receiver.take(subscription, raws);
    },
  };
  const following = await supplyFromKafka(kafka, door, subscriptions, () => undefined);
  const isThrough = async (subscription: Subscription, place: number) =>
    ((await receiver.progress(subscription)).at(-1)?.chain.appliedThrough ?? 0n) ===
    BigInt(wanted[place]?.batches ?? 0);
  while (!(await Promise.all(subscriptions.map(isThrough))).every(Boolean))
    await new Promise((next) => setTimeout(next, 100));
  const cost = await (await meter)?.stop();
  await following.close();
  await kafka.close();
  await database.close();
  if (cost === undefined) throw new Error('nothing was applied');
  const { count, totalMs, longestMs } = store;
  return { ...cost, transactions: count, meanTransactionMs: totalMs / count, longestTransactionMs: longestMs };
}

/** The real store, with a timer around its transactions. */
class WatchedStore extends PostgresReceiverStore {
  count = 0;
  totalMs = 0;
  longestMs = 0;

  override async transaction(work: Parameters<PostgresReceiverStore['transaction']>[0]): Promise<void> {
    const began = performance.now();
    await super.transaction(work);
    const took = performance.now() - began;
    this.count += 1;
    this.totalMs += took;
    this.longestMs = Math.max(this.longestMs, took);
  }
}

if (process.argv[1] === import.meta.filename)
  console.log(JSON.stringify(await apply(JSON.parse(process.argv[2] ?? '') as Task)));
