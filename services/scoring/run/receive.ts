import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import { grpcBatchSource } from '#libs/batches/transport/batch-source.js';
import { supplyFromKafka } from '#libs/batches/transport/kafka-supply.js';
import { createRepairCheck } from '#libs/batches/transport/periodic-repair.js';
import { type Missing, Repair } from '#libs/batches/transport/repair.js';
import { SOURCES } from '#libs/domain/observation.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { KafkaTransport } from '#libs/process/open-kafka.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Config } from '../config.js';
import { Counting } from '../counts/apply.js';
import type { Transport } from '../grpc/counts/counts-service.js';

/** How often every source is asked for new batches: without Kafka, and with Kafka, for batches that Kafka lost. */
const DIRECT_MS = 200;
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
  const shards = SOURCES.flatMap((source) =>
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
  const tails = await askSources(lifecycle, config, {
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

interface RepairOptions {
  readonly receiver: Receiver;
  readonly subscriptions: readonly Subscription[];
  readonly metrics: Metrics;
  readonly hasKafka: boolean;
}

/** Asks every source what it has sealed. Returns how many batches are missing at the end of each "source/shard", kept up to date. */
async function askSources(
  lifecycle: Lifecycle,
  config: Config,
  { receiver, subscriptions, metrics, hasKafka }: RepairOptions,
): Promise<ReadonlyMap<string, bigint>> {
  const tails = new Map<string, bigint>();
  for (const source of SOURCES) {
    const address = config.CX_UPSTREAMS[source];
    if (address === undefined) continue;
    const repair = await lifecycle.add(
      `direct connection to ${source}`,
      () => new Repair(receiver, grpcBatchSource(address, 'scoring')),
      (it) => it.close(),
    );
    const missing = new Map<Subscription, bigint>();
    const onMissing = (subscription: Subscription, { gaps, tail }: Missing) => {
      tails.set(`${subscription.source}/${subscription.shard}`, tail);
      missing.set(subscription, gaps + tail);
      const all = [...missing.values()].reduce((sum, one) => sum + one, 0n);
      metrics.batchesMissing.set({ department: source }, Number(all));
    };
    const check = createRepairCheck({
      ...{
        repair,
        hasKafka,
        onMissing,
        subscriptions: subscriptions.filter((subscription) => subscription.source === source),
      },
      onRepair: (result) => metrics.batchRepairsTotal.inc({ department: source, result }),
    });
    const onError = (error: unknown) => lifecycle.log.debug({ error, source }, 'asking the source for batches failed');
    await lifecycle.add(
      `repair from ${source}`,
      () => every(hasKafka ? REPAIR_MS : DIRECT_MS, check, { onError }),
      (it) => it.stop(),
    );
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
