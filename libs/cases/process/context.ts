import type { ShardId } from '#libs/batches/format/topics.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { TransportFaults } from '#libs/batches/transport/transport-faults.js';
import type { Source } from '#libs/domain/observation.js';
import type { Compression } from '#libs/kafka/codecs.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { createMetrics, type Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { type MigrationSet, whyNotUsable } from '#libs/postgres/migrate.js';
import { openDatabase } from '#libs/postgres/open.js';
import { type Clock, systemClock } from '#libs/runtime/clock.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Department } from '../judging/department.js';
import { CASE_MIGRATIONS } from '../migrations.js';

/** The settings of a department's process, see `serviceSettings` and `intakeSettings`. */
export interface DepartmentConfig {
  readonly CX_HOST: string;
  readonly CX_GRPC_PORT: number;
  readonly CX_HTTP_PORT: number;
  readonly CX_DATABASE_URL: string;
  readonly CX_INSTALLATION: string;
  readonly CX_CASE_KEY: Buffer;
  readonly KAFKA_BROKERS: readonly string[];
  readonly KAFKA_COMPRESSION: Compression;
  readonly CX_UPSTREAMS: Readonly<Partial<Record<Source, string>>>;
  readonly CX_SILENT_AFTER_DAYS: number;
  readonly CX_SHARDS: number;
  readonly CX_DATABASE_LOST: boolean;
  readonly CX_LINGER_MS: number;
  readonly CX_DATA_FOLDER: string;
  readonly CX_REDRIVE: 'readable' | 'all';
}

/** What all resources of a department's process share. */
export interface DepartmentContext {
  readonly department: Department;
  readonly config: DepartmentConfig;
  readonly database: Database;
  /** Undefined without Kafka: then readers fetch batches from this process. */
  readonly kafka: KafkaClient | undefined;
  /** What keeps this process from using Kafka now. */
  readonly faults: TransportFaults;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** The shards that this source seals. */
  readonly shards: readonly ShardId[];
  /** Why this process cannot be sent work: its database. Kafka is never a reason. Undefined when it is ready. */
  readonly whyNotReady: () => Promise<string | undefined>;
  /** Starts the sweep now instead of at its next turn. */
  wakeSweep: () => void;
}

const MIGRATIONS: readonly MigrationSet[] = [CASE_MIGRATIONS, SOURCE_MIGRATIONS, READER_MIGRATIONS];

/**
 * Opens what a department needs before it can do anything: its database with all migrations applied, and Kafka. The start does not
 * wait for Kafka.
 *
 * @param carries  milestones too, if the department publishes any
 */
export async function openContext(
  lifecycle: Lifecycle,
  department: Department,
  config: DepartmentConfig,
  carries: readonly ShardId['carries'][],
): Promise<DepartmentContext> {
  const { source } = department;
  const onConnectionLost = (error: Error) => lifecycle.log.warn({ error }, 'an idle connection to PostgreSQL was lost');
  const onWaiting = (why: string, cause: unknown) =>
    lifecycle.log.warn({ error: cause }, `waiting for PostgreSQL: ${why}`);
  const { database, migrated } = await lifecycle.add(
    'database',
    () =>
      openDatabase(
        { url: config.CX_DATABASE_URL, name: `cx-${source}`, onConnectionLost },
        { migrations: MIGRATIONS, stopping: lifecycle.stopping, onWaiting },
      ),
    (it) => it.database.close(),
  );
  if (migrated.length > 0) lifecycle.log.info({ migrated }, 'migrated');

  const brokers = config.KAFKA_BROKERS.join(',');
  const kafka =
    brokers === ''
      ? undefined
      : await lifecycle.add(
          'kafka',
          () => kafkajsClient({ brokers, clientId: `cx-${source}`, compression: config.KAFKA_COMPRESSION }),
          (it) => it.close(),
        );

  const onMistake = (message: string) => lifecycle.log.error({ mistake: message }, 'a metric was used wrongly');
  const metrics = createMetrics(source, { onMistake, dataFolder: config.CX_DATA_FOLDER });
  metrics.transportInfo.set({ transport: kafka === undefined ? 'direct' : 'kafka' });

  const numbers = Array.from({ length: config.CX_SHARDS }, (_, index) => index + 1);
  const shards = carries.flatMap((what) => numbers.map((shard) => ({ source, carries: what, shard })));
  const whyNotReady = () => whyNotUsable(database, MIGRATIONS);
  const faults = new TransportFaults({ log: lifecycle.log, metrics, clock: systemClock });
  const context = { department, config, database, kafka, faults, metrics, clock: systemClock, shards };
  return { ...context, whyNotReady, wakeSweep: () => {} };
}
