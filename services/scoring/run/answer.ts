import { randomUUID } from 'node:crypto';
import { reporting, type TransportFaults } from '#libs/batches/transport/transport-faults.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { StatedUnits } from '../answers/display-names.js';
import type { KnownSources } from '../answers/known-sources.js';
import { LiveIndexes } from '../answers/live-index.js';
import type { Config } from '../config.js';
import type { CountsReader } from '../counts/read.js';
import { encodeIndex } from '../grpc/scoring/mapping.js';
import { receiptClients } from '../grpc/scoring/receipt-source.js';
import { scoringService } from '../grpc/scoring/scoring-service.js';
import { newestSnapshot } from '../periods/newest-snapshot.js';
import { frozenResults } from '../periods/read-frozen.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { IndexMetrics } from '../watch/index-metrics.js';
import { NewestPeriodMetrics } from '../watch/newest-period.js';
import { IndexPublisher, PUBLISH_MS } from '../watch/publish-index.js';

const GAUGES_MS = 5_000;
const NEWEST_PERIOD_MS = 15_000;
/** Gauges and index publishing wait after a start, so that a restarted process first catches up on unapplied batches. */
const FIRST_MS = 5_000;

export interface IndexAnswers {
  readonly indexes: LiveIndexes;
  readonly service: ServedService;
}

/** Computes indexes from the counts: for the calls of departments, the gauges of dashboards, and the topic of newest indexes. */
export async function answerIndexes(
  lifecycle: Lifecycle,
  config: Config,
  {
    database,
    counts,
    rulesets,
    known,
    stated,
    kafka,
    faults,
    metrics,
    connectionTo,
  }: {
    readonly database: Database;
    readonly counts: CountsReader;
    readonly rulesets: Rulesets;
    readonly known: KnownSources;
    readonly stated: StatedUnits;
    readonly kafka: KafkaClient | undefined;
    readonly faults: TransportFaults;
    readonly metrics: Metrics;
    /** By which scoring reaches the sources. */
    readonly connectionTo: ConnectionTo;
  },
): Promise<IndexAnswers> {
  const clock = systemClock;
  const indexes = new LiveIndexes({
    ...{ counts, rulesets, known, clock, ...stated },
    frozen: frozenResults(database),
  });
  const receipts = await lifecycle.add(
    'receipts',
    () => receiptClients(config.CX_UPSTREAMS, connectionTo),
    (it) => it.close(),
  );
  const service = scoringService({ indexes, clock, counts, askSource: receipts.ask, run: randomUUID() });

  const gauges = new IndexMetrics(indexes, metrics);
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'refreshing the index gauges failed');
  await lifecycle.add(
    'gauges',
    () => every(GAUGES_MS, () => gauges.refresh(), { onError, firstAfterMs: FIRST_MS }),
    (it) => it.stop(),
  );
  await exportNewestPeriods(lifecycle, indexes, database, metrics);
  if (kafka !== undefined) await publishIndexes(lifecycle, indexes, kafka, faults);
  return { indexes, service };
}

/** Less often than the index, because units are explained for it. */
async function exportNewestPeriods(
  lifecycle: Lifecycle,
  indexes: LiveIndexes,
  database: Database,
  metrics: Metrics,
): Promise<void> {
  const newest = new NewestPeriodMetrics(indexes, metrics);
  const refresh = async () => {
    const frozenAt = await newestSnapshot(database);
    if (frozenAt !== undefined) metrics.snapshotCreated.set({}, frozenAt / 1_000);
    await newest.refresh();
  };
  const onError = (error: unknown) =>
    lifecycle.log.warn({ error }, 'refreshing the gauges of the newest period failed');
  await lifecycle.add(
    'gauges of the newest period',
    () => every(NEWEST_PERIOD_MS, refresh, { onError, firstAfterMs: FIRST_MS }),
    (it) => it.stop(),
  );
}

async function publishIndexes(
  lifecycle: Lifecycle,
  indexes: LiveIndexes,
  kafka: KafkaClient,
  faults: TransportFaults,
): Promise<void> {
  const publisher = new IndexPublisher(indexes, kafka, encodeIndex, systemClock);
  const publish = () => reporting(faults, 'publish_indexes', () => publisher.publish());
  const onError = (error: unknown) => lifecycle.log.debug({ error }, 'publishing the indexes failed');
  await lifecycle.add(
    'indexes on Kafka',
    () => every(PUBLISH_MS, publish, { onError, firstAfterMs: FIRST_MS }),
    (it) => it.stop(),
  );
}
