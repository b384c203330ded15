import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import { sourceOf } from '#libs/batches/format/topics.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver, type Subscription } from '#libs/batches/reader/receive.js';
import { pollSource } from '#libs/batches/transport/poll-source.js';
import { readFromKafka } from '#libs/batches/transport/read-from-kafka.js';
import { SourceFaults } from '#libs/batches/transport/source-faults.js';
import { isBuiltIn, type Source } from '#libs/domain/source.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { KafkaTransport } from '#libs/process/open-kafka.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { KnownSources } from '../answers/known-sources.js';
import type { Config } from '../config.js';
import { Counting } from '../counts/apply.js';
import type { Transport } from '../grpc/counts/counts-service.js';

/** How often every source is polled for batches that Kafka lost. */
const REPAIR_MS = 2_000;
/** How soon the batches of a department are read that was declared while the process runs. */
const NEW_SOURCES_MS = 2_000;

export interface IntakeOptions extends KafkaTransport {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly known: Pick<KnownSources, 'all'>;
  /** By which scoring reaches the sources. */
  readonly connectionTo: ConnectionTo;
}

/**
 * Reads the observations of all sources and counts them: from Kafka if there is one, and missing batches from their source. A
 * department that is declared later is read from then on, without a restart: from Kafka, and directly if CX_UPSTREAMS names it.
 */
export async function receiveObservations(
  lifecycle: Lifecycle,
  config: Pick<Config, 'CX_INSTALLATION' | 'CX_SHARDS' | 'CX_REDRIVE' | 'CX_UPSTREAMS'>,
  { database, kafka, faults, metrics, known, connectionTo }: IntakeOptions,
): Promise<Transport> {
  const receiver = receiverOf(lifecycle, config.CX_INSTALLATION, database, metrics);
  const fromKafka =
    kafka &&
    (await lifecycle.add(
      'observations from Kafka',
      () => readFromKafka(kafka, receiver, (fault) => faults.report('consume_observations', fault)),
      (it) => it.close(),
    ));
  const tails = new Map<string, bigint>();
  const sourceFaults = new SourceFaults({ log: lifecycle.log, clock: systemClock });
  const intake = { receiver, metrics, tails, connectionTo, faults: sourceFaults, hasKafka: kafka !== undefined };
  const subscriptions: Subscription[] = [];

  const readNew = async () => {
    const isNew = (source: Source) => !subscriptions.some((subscription) => subscription.source === source);
    const fresh = known.all.filter(isNew);
    if (fresh.length === 0) return;
    for (const source of fresh) if (!isBuiltIn(source)) metrics.declare(source);
    const added: Subscription[] = [];
    for (const source of fresh) added.push(...(await subscribe(config, intake, source)));
    await fromKafka?.read([...subscriptions, ...added]);
    subscriptions.push(...added);
    for (const source of fresh) await pollIfKnown(lifecycle, config, intake, { source, subscriptions: added });
  };
  await readNew();
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'reading the batches of a new department failed');
  await lifecycle.add(
    'new departments',
    () => every(NEW_SOURCES_MS, readNew, { onError, firstAfterMs: NEW_SOURCES_MS }),
    (it) => it.stop(),
  );
  return {
    name: kafka === undefined ? 'direct' : 'kafka',
    isConnected: () => kafka === undefined || faults.isDone('consume_observations'),
    faults: () => faults.standing(),
    sourceFaults: () => sourceFaults.standing(),
    missingTail: (source, shard) => tails.get(`${source}/${shard}`) ?? 0n,
  };
}

interface Intake {
  readonly receiver: Receiver;
  readonly metrics: Metrics;
  /** How many batches are missing at the end of each "source/shard". */
  readonly tails: Map<string, bigint>;
  readonly hasKafka: boolean;
  readonly connectionTo: ConnectionTo;
  readonly faults: SourceFaults;
}

function receiverOf(lifecycle: Lifecycle, installation: string, database: Database, metrics: Metrics): Receiver {
  return new Receiver({
    store: new PostgresReceiverStore(database),
    installation,
    effects: new Counting().effects(),
    events: {
      onApplied: (subscription, batches, repeats) => showApplied(metrics, subscription, batches, repeats),
      onFenceLost: ({ source }) => metrics.fenceLossesTotal.inc({ department: source }),
      onQuarantined: ({ source, shard }, { epoch, number, reason, detail }) => {
        if (reason === 'WRONG_SENDER') metrics.batchesOfWrongSenderTotal.inc({ department: sourceOf({ source }) });
        lifecycle.log.error({ source, shard, batch: `${epoch}:${number}`, reason, detail }, 'a batch was quarantined');
      },
    },
  });
}

/** The shards of a source. Quarantined batches are tried again: this version may decode what an older one could not. */
async function subscribe(
  { CX_SHARDS, CX_REDRIVE }: Pick<Config, 'CX_SHARDS' | 'CX_REDRIVE'>,
  { receiver, metrics }: Intake,
  source: Source,
): Promise<readonly Subscription[]> {
  const subscriptions: Subscription[] = [];
  for (let shard = 1; shard <= CX_SHARDS; shard++) {
    const subscription = await receiver.subscription({ source, carries: 'observations', shard });
    await receiver.redrive(subscription, CX_REDRIVE === 'all');
    const newest = (await receiver.progress(subscription)).at(-1)?.chain.appliedThrough ?? 0n;
    if (newest > 0n) showNewest(metrics, subscription, newest);
    subscriptions.push(subscription);
  }
  return subscriptions;
}

/** Polls a source whose address is set, for batches that did not arrive by Kafka. */
async function pollIfKnown(
  lifecycle: Lifecycle,
  { CX_UPSTREAMS }: Pick<Config, 'CX_UPSTREAMS'>,
  { receiver, metrics, tails, hasKafka, connectionTo, faults }: Intake,
  { source, subscriptions }: { readonly source: Source; readonly subscriptions: readonly Subscription[] },
): Promise<void> {
  const address = CX_UPSTREAMS[source];
  if (address === undefined) return;
  await pollSource(lifecycle, receiver, {
    ...{ source, address, connectionTo, faults, hasKafka, repairMs: REPAIR_MS },
    subscriptions: subscriptions.filter((subscription) => subscription.source === source),
    onMissing: ({ shard }, { tail }, ofSource) => {
      tails.set(`${source}/${shard}`, tail);
      metrics.batchesMissing.set({ department: source }, Number(ofSource));
    },
    onRepair: (result) => metrics.batchRepairsTotal.inc({ department: source, result }),
  });
}

function showApplied(
  metrics: Metrics,
  subscription: Subscription,
  batches: readonly OpenedBatch[],
  repeats: number,
): void {
  const source = sourceOf(subscription);
  metrics.batchesAppliedTotal.inc({ department: source }, batches.length);
  metrics.batchesRepeatedTotal.inc({ department: source }, repeats);
  const now = Date.now();
  for (const batch of batches) metrics.batchApplyDelay.observe({ department: source }, (now - batch.sealedAt) / 1000);
  const epoch = Math.max(...batches.map((batch) => batch.epoch));
  const own = batches.filter((batch) => batch.epoch === epoch);
  const newest = own.reduce((most, { number }) => (number > most ? number : most), 0n);
  if (newest > 0n) showNewest(metrics, subscription, newest);
}

function showNewest(metrics: Metrics, subscription: Subscription, newest: bigint): void {
  const labels = { department: sourceOf(subscription), shard: String(subscription.shard) };
  metrics.batchLastApplied.set(labels, Number(newest));
}
