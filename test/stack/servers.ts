import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '#deploy/local/kafka.js';
import { startPostgres } from '#deploy/local/postgres.js';

/** The addresses of the servers that all tests of a run share; each test file has its own databases and topics. */
export interface TestServers {
  /** A PostgreSQL server where databases may be created: postgres://.../postgres. */
  readonly pgUrl: string;
  /** Brokers of a real Kafka, "127.0.0.1:9092"; empty if this machine has none. */
  readonly kafkaBrokers: string;
}

/** Several installations share the server, and one may use 86 connections: 10 of each department, 16 of scoring. */
const CONNECTIONS = 400;

/** `npm test` passes the servers that it started to vitest in this variable, as JSON. */
const VARIABLE = 'CX_TEST_SERVERS';

/** The servers that `npm test` started, or undefined if vitest was called directly. */
export function sharedServers(): TestServers | undefined {
  const shared = process.env[VARIABLE];
  return shared === undefined ? undefined : (JSON.parse(shared) as TestServers);
}

/** Starts the servers for several steps. Returns the variables that share them with a step, and how to stop them. */
export async function shareServers(): Promise<{
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}> {
  const { servers, stop } = await startServers();
  return { env: { [VARIABLE]: JSON.stringify(servers) }, stop };
}

/** Starts a real PostgreSQL and, if this machine has one, a real Kafka. */
export async function startServers(): Promise<{ readonly servers: TestServers; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-test-'));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    databases: [],
    volatile: true,
    settings: { max_connections: `${CONNECTIONS}` },
  });
  const kafka = await kafkaOrReason(join(folder, 'kafka'));
  return {
    servers: { pgUrl: postgres.url('postgres'), kafkaBrokers: kafka?.brokers ?? '' },
    stop: async () => {
      await kafka?.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function kafkaOrReason(dataDir: string) {
  try {
    return await startKafka({ dataDir });
  } catch (error) {
    console.log(`Tests on real Kafka do not run: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
