import type { ShardId } from '#libs/batches/format/topics.js';
import { SourceFaults } from '#libs/batches/transport/source-faults.js';
import type { ConnectionTo } from '#libs/grpc/connection.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { checkShards } from '#libs/process/check-shards.js';
import { connectTo } from '#libs/process/connect-to.js';
import { type KafkaTransport, openKafka } from '#libs/process/open-kafka.js';
import { openMetrics } from '#libs/process/open-metrics.js';
import { openStore, type Store } from '#libs/process/open-store.js';
import { openTls } from '#libs/process/open-tls.js';
import { replacedSecret } from '#libs/process/replaced-secret.js';
import { watchDatabase } from '#libs/process/watch-database.js';
import { type Clock, systemClock } from '#libs/runtime/clock.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { databaseUrl } from '#libs/runtime/settings.js';
import type { TlsSource } from '#libs/tls/tls-source.js';
import type { Department } from '../judging/department.js';
import { DEPARTMENT_MIGRATIONS } from '../migrations.js';
import { bindCaseKey } from './bind-case-key.js';
import type { DepartmentConfig } from './settings.js';

/** What all resources of a department's process share. */
export interface DepartmentContext extends Pick<Store, 'database' | 'whyNotReady'>, KafkaTransport {
  readonly department: Department;
  readonly config: DepartmentConfig;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** The certificates of this process. */
  readonly tls: TlsSource;
  /** By which it reaches other services. */
  readonly connectionTo: ConnectionTo;
  /** From which processes it cannot fetch batches now. */
  readonly sourceFaults: SourceFaults;
  /** The shards that this source seals. */
  readonly shards: readonly ShardId[];
  /** Starts the sweep now instead of at its next turn. */
  wakeSweep: () => void;
  /** There are new facts, which may soon be due: the sweep looks at its usual pace again. */
  stirSweep: () => void;
  /** Documents have changed: cases are judged again now. */
  wakeRejudging: () => void;
  /** Something was put into the outbox, or a feed has made progress: it is sealed soon, however long there was nothing to seal. */
  stirSealing: () => void;
}

/**
 * Opens what a department needs before it can do anything: its database with all migrations applied and the case key to which it is
 * bound, and Kafka. The start does not wait for Kafka.
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
  const metrics = openMetrics(lifecycle, config, source);
  const tls = await openTls(lifecycle, config, metrics);
  const password = replacedSecret(lifecycle.log, config, 'CX_DATABASE_PASSWORD');
  const options = { url: databaseUrl(config), password, name };
  const { database, whyNotReady } = await openStore(lifecycle, options, DEPARTMENT_MIGRATIONS, config.CX_MIGRATE);
  await watchDatabase(lifecycle, database, metrics);
  await bindCaseKey(database, config.CX_CASE_KEY);
  await checkShards(database, config.CX_SHARDS);
  const { kafka, faults } = await openKafka(lifecycle, config, { clientId: name, metrics });

  const numbers = Array.from({ length: config.CX_SHARDS }, (_, index) => index + 1);
  const shards = carries.flatMap((what) => numbers.map((shard) => ({ source, carries: what, shard })));
  const loops = { wakeSweep: () => {}, stirSweep: () => {}, wakeRejudging: () => {}, stirSealing: () => {} };
  const own = { department, config, metrics, clock: systemClock, shards, ...loops };
  const sourceFaults = new SourceFaults({ log: lifecycle.log, clock: systemClock });
  const connectionTo = connectTo(tls, config);
  return { database, whyNotReady, kafka, faults, sourceFaults, tls, connectionTo, ...own };
}
