import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { pollSource } from '#libs/batches/transport/poll-source.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { KafkaTransport } from '#libs/process/open-kafka.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Config } from '../config.js';
import { Counting } from '../counts/apply.js';
import type { Transport } from '../grpc/counts/counts-service.js';

/** How often every source is polled for batches that Kafka lost. */
const REPAIR_MS = 2_000;

export interface IntakeOptions extends KafkaTransport {
  readonly database: Database;
  readonly metrics: Metrics;
}

/** Reads the observations of all sources and counts them: from Kafka if there is one, and missing batches from their source. */
export async function receiveObservations(
  lifecycle: Lifecycle,
  config: Config,
  { database, kafka, faults, metrics }: IntakeOptions,
): Promise<Transport> {
  const counting = new Counting();
  const receiver = new Receiver({
    store: new PostgresReceiverStore(database),
    installation: config.CX_INSTALLATION,
    effects: counting.effects(),
    events: {
      onApplied: (subscription, batches, repeats) => showApplied(metrics, subscription, batches, repeats),
      onFenceLost: ({ source }) => metrics.fenceLossesTotal.inc({ department: source }),
      onQuarantined: ({ source, shard }, { epoch, number, reason, detail }) =>
        lifecycle.log.error({ source, shard, batch: `${epoch}:${number}`, reason, detail }, 'a batch was quarantined'),
    },
  });
  const numbers = Array.from({ length: config.CX_SHARDS }, (_, place) => place + 1);
  const shards = BUILT_IN_SOURCES.flatMap((source) =>
    numbers.map((shard) => ({ source, carries: 'observations' as const, shard })),
  );
  const subscriptions: Subscription[] = [];
  for (const shard of shards) subscriptions.push(await receiver.subscription(shard));
  for (const subscription of subscriptions) {
    await receiver.redrive(subscription, config.CX_REDRIVE === 'all'); // this version may decode what an older one could not
    const newest = (await receiver.progress(subscription)).at(-1)?.chain.appliedThrough ?? 0n;
    if (newest > 0n) showNewest(metrics, subscription, newest);
  }

  if (kafka !== undefined) {
    await lifecycle.add(
      'observations from Kafka',
      () => supplyFromKafka(kafka, receiver, subscriptions, (fault) => faults.report('consume_observations', fault)),
      (it) => it.close(),
    );
  }
  const tails = await pollSources(lifecycle, config, {
    receiver,
    subscriptions,
    metrics,
    hasKafka: kafka !== undefined,
  });
  return {
    name: kafka === undefined ? 'direct' : 'kafka',
    isConnected: () => kafka === undefined || faults.isDone('consume_observations'),
    faults: () => faults.standing(),
    missingTail: (source, shard) => tails.get(`${source}/${shard}`) ?? 0n,
  };
}

interface PollingOptions {
  readonly receiver: Receiver;
  readonly subscriptions: readonly Subscription[];
  readonly metrics: Metrics;
  readonly hasKafka: boolean;
}

/** Polls every source. Returns how many batches are missing at the end of each "source/shard", kept up to date. */
async function pollSources(
  lifecycle: Lifecycle,
  config: Config,
  { receiver, subscriptions, metrics, hasKafka }: PollingOptions,
): Promise<ReadonlyMap<string, bigint>> {
  const tails = new Map<string, bigint>();
  for (const source of BUILT_IN_SOURCES) {
    const address = config.CX_UPSTREAMS[source];
    if (address === undefined) continue;
    await pollSource(lifecycle, receiver, {
      ...{ source, address, caller: 'scoring', hasKafka, repairMs: REPAIR_MS },
      subscriptions: subscriptions.filter((subscription) => subscription.source === source),
      onMissing: ({ shard }, { tail }, ofSource) => {
        tails.set(`${source}/${shard}`, tail);
        metrics.batchesMissing.set({ department: source }, Number(ofSource));
      },
      onRepair: (result) => metrics.batchRepairsTotal.inc({ department: source, result }),
    });
  }
  return tails;
}

function showApplied(
  metrics: Metrics,
  { source, shard }: Subscription,
  batches: readonly OpenedBatch[],
  repeats: number,
): void {
  metrics.batchesAppliedTotal.inc({ department: source }, batches.length);
  metrics.batchesRepeatedTotal.inc({ department: source }, repeats);
  const now = Date.now();
  for (const batch of batches) metrics.batchApplyDelay.observe({ department: source }, (now - batch.sealedAt) / 1000);
  const epoch = Math.max(...batches.map((batch) => batch.epoch));
  const own = batches.filter((batch) => batch.epoch === epoch);
  const newest = own.reduce((most, { number }) => (number > most ? number : most), 0n);
  if (newest > 0n) showNewest(metrics, { source, shard }, newest);
}

function showNewest(metrics: Metrics, { source, shard }: Pick<Subscription, 'source' | 'shard'>, newest: bigint): void {
  metrics.batchLastApplied.set({ department: source, shard: String(shard) }, Number(newest));
}
