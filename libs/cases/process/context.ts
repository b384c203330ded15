import type { ShardId } from '#libs/batches/format/topics.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';
import { type KafkaTransport, openKafka } from '#libs/process/open-kafka.js';
import { openMetrics } from '#libs/process/open-metrics.js';
import { openStore, type Store } from '#libs/process/open-store.js';
import { type Clock, systemClock } from '#libs/runtime/clock.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { databaseUrl } from '#libs/runtime/settings.js';
import type { Department } from '../judging/department.js';
import { CASE_MIGRATIONS } from '../migrations.js';
import type { DepartmentConfig } from './settings.js';

/** What all resources of a department's process share. */
export interface DepartmentContext extends Pick<Store, 'database' | 'whyNotReady'>, KafkaTransport {
  readonly department: Department;
  readonly config: DepartmentConfig;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** The shards that this source seals. */
  readonly shards: readonly ShardId[];
  /** Starts the sweep now instead of at its next turn. */
  wakeSweep: () => void;
  /** Something was put into the outbox, or a feed has made progress: it is sealed soon, however long there was nothing to seal. */
  stirSealing: () => void;
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
  const name = `cx-${source}`;
  const { database, whyNotReady } = await openStore(lifecycle, { url: databaseUrl(config), name }, MIGRATIONS);
  const metrics = openMetrics(lifecycle, config, source);
  const { kafka, faults } = await openKafka(lifecycle, config, { clientId: name, metrics });

  const numbers = Array.from({ length: config.CX_SHARDS }, (_, index) => index + 1);
  const shards = carries.flatMap((what) => numbers.map((shard) => ({ source, carries: what, shard })));
  const own = { department, config, metrics, clock: systemClock, shards, wakeSweep: () => {}, stirSealing: () => {} };
  return { database, whyNotReady, kafka, faults, ...own };
}
