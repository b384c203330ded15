import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { type Lane, Receiver } from '#libs/batches/reader/receive.js';
import { grpcBatchSource } from '#libs/batches/transport/batch-source.js';
import { looksAt } from '#libs/batches/transport/periodic-repair.js';
import { type Missing, Repair, supplyFromKafka } from '#libs/batches/transport/supply.js';
import { SOURCES } from '#libs/domain/observation.js';
import { kafkajsLog } from '#libs/kafka/kafkajs-log.js';
import type { Log } from '#libs/kafka/log.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { every } from '#libs/runtime/every.js';
import type { Parts } from '#libs/runtime/service.js';
import type { Config } from '../config.js';
import { Counting } from '../counts/apply.js';
import type { Transport } from '../grpc/counts/counts-service.js';

/** Without Kafka sources are asked this often; with it only for what did not come that way. */
const DIRECT_MS = 200;
const REPAIR_MS = 2_000;

export interface Receiving {
  readonly receiver: Receiver;
  readonly kafka: Log | undefined;
  readonly transport: Transport;
}

/** Takes in the observations of all sources and counts them; from Kafka where there is one, from the sources what is missing. */
export async function receiveObservations(
  parts: Parts,
  config: Config,
  { database, metrics }: { readonly database: Database; readonly metrics: Metrics },
): Promise<Receiving> {
  const counting = new Counting();
  const receiver = new Receiver({
    store: new PostgresReceiverStore(database),
    installation: config.CX_INSTALLATION,
    effects: counting.effects(),
    events: {
      onApplied: (lane, batches, repeats) => showApplied(metrics, lane, batches, repeats),
      onFenceLost: ({ source }) => metrics.fenceLossesTotal.inc({ department: source }),
      onQuarantined: ({ source, shard }, { epoch, number, reason, detail }) =>
        parts.log.error({ source, shard, batch: `${epoch}:${number}`, reason, detail }, 'a batch was put aside'),
    },
  });
  const numbers = Array.from({ length: config.CX_SHARDS }, (_, place) => place + 1);
  const shards = SOURCES.flatMap((source) =>
    numbers.map((shard) => ({ source, carries: 'observations' as const, shard })),
  );
  const lanes: Lane[] = [];
  for (const shard of shards) lanes.push(await receiver.lane(shard));
  for (const lane of lanes) {
    await receiver.redrive(lane, config.CX_REDRIVE === 'all'); // what a newer version had sent may be readable now
    const newest = (await receiver.progress(lane)).at(-1)?.chain.appliedThrough ?? 0n;
    if (newest > 0n) showNewest(metrics, lane, newest);
  }

  const connection = { isConnected: config.KAFKA_BROKERS.length === 0 };
  const kafka = await followKafka(parts, config, receiver, lanes, connection);
  const tails = await askSources(parts, config, { receiver, lanes, metrics, hasKafka: kafka !== undefined });
  const transport: Transport = {
    name: kafka === undefined ? 'direct' : 'kafka',
    isConnected: () => connection.isConnected,
    missingTail: (source, shard) => tails.get(`${source}/${shard}`) ?? 0n,
  };
  metrics.transportInfo.set({ transport: transport.name });
  return { receiver, kafka, transport };
}

async function followKafka(
  parts: Parts,
  config: Config,
  receiver: Receiver,
  lanes: readonly Lane[],
  connection: { isConnected: boolean },
): Promise<Log | undefined> {
  if (config.KAFKA_BROKERS.length === 0) return undefined;
  const brokers = config.KAFKA_BROKERS.join(',');
  const kafka = await parts.add(
    'kafka',
    () => kafkajsLog({ brokers, clientId: 'cx-scoring' }),
    (it) => it.close(),
  );
  const onConnected = (isConnected: boolean) => {
    connection.isConnected = isConnected;
    parts.log.info({ isConnected }, 'Kafka, for observations');
  };
  await parts.add(
    'observations from Kafka',
    () => supplyFromKafka(kafka, receiver, lanes, onConnected),
    (it) => it.close(),
  );
  return kafka;
}

interface Asking {
  readonly receiver: Receiver;
  readonly lanes: readonly Lane[];
  readonly metrics: Metrics;
  readonly hasKafka: boolean;
}

/** Asks every source what it has sealed. Returns what is missing after the newest batch by "source/shard", kept up to date. */
async function askSources(
  parts: Parts,
  config: Config,
  { receiver, lanes, metrics, hasKafka }: Asking,
): Promise<ReadonlyMap<string, bigint>> {
  const tails = new Map<string, bigint>();
  for (const source of SOURCES) {
    const address = config.CX_UPSTREAMS[source];
    if (address === undefined) continue;
    const repair = await parts.add(
      `${source}, asked directly`,
      () => new Repair(receiver, grpcBatchSource(address, 'scoring')),
      (it) => it.close(),
    );
    const missing = new Map<Lane, bigint>();
    const onMissing = (lane: Lane, { holes, tail }: Missing) => {
      tails.set(`${lane.source}/${lane.shard}`, tail);
      missing.set(lane, holes + tail);
      const all = [...missing.values()].reduce((sum, one) => sum + one, 0n);
      metrics.batchesMissing.set({ department: source }, Number(all));
    };
    const look = looksAt({
      ...{ repair, hasKafka, onMissing, lanes: lanes.filter((lane) => lane.source === source) },
      onRepair: (result) => metrics.batchRepairsTotal.inc({ department: source, result }),
    });
    const onError = (error: unknown) => parts.log.debug({ error, source }, 'the source does not answer now');
    await parts.add(
      `repair from ${source}`,
      () => every(hasKafka ? REPAIR_MS : DIRECT_MS, look, { onError }),
      (it) => it.stop(),
    );
  }
  return tails;
}

function showApplied(
  metrics: Metrics,
  { source, shard }: Lane,
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

function showNewest(metrics: Metrics, { source, shard }: Pick<Lane, 'source' | 'shard'>, newest: bigint): void {
  metrics.batchLastApplied.set({ department: source, shard: String(shard) }, Number(newest));
}
