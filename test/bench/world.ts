import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startKafka } from '#deploy/local/kafka.js';
import { startPostgres } from '#deploy/local/postgres.js';

/** The addresses of a bench's servers, as plain data for other processes. */
export interface Servers {
  readonly brokers: string;
  readonly kafkaPid: number;
  readonly adminUrl: string;
  readonly postgresPid: number;
}

/** A real PostgreSQL with fsync and synchronous_commit and a real Kafka, on the cores of the bench. */
export interface BenchWorld extends Servers {
  /** An empty database. */
  database(): Promise<{ readonly url: string; drop(): Promise<void> }>;
  stop(): Promise<void>;
}

export async function startBenchWorld(): Promise<BenchWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-bench-'));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as a user of its own
  const dataDir = join(folder, 'postgres');
  const postgres = await startPostgres({ dataDir, databases: [] });
  const kafka = await startKafka({ dataDir: join(folder, 'kafka') });
  const adminUrl = postgres.url('postgres');
  return {
    brokers: kafka.brokers,
    kafkaPid: kafka.pid,
    adminUrl,
    postgresPid: Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
    database: async () => {
      const name = `bench_${randomBytes(4).toString('hex')}`;
      await tell(adminUrl, `create database ${name}`);
      return { url: postgres.url(name), drop: () => tell(adminUrl, `drop database ${name} with (force)`) };
    },
    stop: async () => {
      await kafka.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function tell(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
