import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startKafka } from '#deploy/local/kafka.js';
import { startPostgres } from '#deploy/local/postgres.js';
import { startPgbouncer } from './pgbouncer.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server where databases may be created: postgres://.../postgres. */
    pgUrl: string;
    /** Brokers of a real Kafka, "127.0.0.1:9092"; empty when none can be had on this machine. */
    kafkaBrokers: string;
    /** Port of a pgbouncer before the server; 0 when this run has none. */
    poolerPort: number;
  }
}

/** The run in which the suites of the stores reach PostgreSQL through pgbouncer. */
const THROUGH_PGBOUNCER = 'pgbouncer';

/**
 * One real PostgreSQL and one real Kafka for a whole run; each test file has its own databases and topics. The project
 * "pgbouncer" needs no Kafka.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-test-'));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as a user of its own
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), databases: [], volatile: true });
  const isPooled = project.name === THROUGH_PGBOUNCER;
  const pgbouncer = isPooled ? await startPgbouncer(postgres.url('postgres')) : undefined;
  const kafka = isPooled ? undefined : await kafkaOrPlainWord(join(folder, 'kafka'));
  project.provide('pgUrl', postgres.url('postgres'));
  project.provide('kafkaBrokers', kafka?.brokers ?? '');
  project.provide('poolerPort', pgbouncer?.port ?? 0);
  return async () => {
    await kafka?.stop();
    await pgbouncer?.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function kafkaOrPlainWord(dataDir: string) {
  try {
    return await startKafka({ dataDir });
  } catch (error) {
    console.log(`Tests on real Kafka do not run: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
