import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { loadEmbeddedPostgres, postgresProgram, serverUser } from './embedded-postgres.js';
import { endChild } from './end-child.js';
import { lastFatal } from './last-fatal.js';
import { freePort } from './ports.js';
import { endAll, identityOf } from './processes.mjs';
import { endWithUs } from './reaper.js';

/** A running PostgreSQL server that we started. */
export interface LocalPostgres {
  readonly port: number;
  /** postgres://... of one of its databases. */
  url(database: string): string;
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  /** Keeps the databases from start to start. */
  readonly dataDir: string;
  /** The log of the server; default: {dataDir}.log. */
  readonly logFile?: string;
  /** Default: 0, a free one. */
  readonly port?: number;
  /** Databases to create where they are missing. */
  readonly databases: readonly string[];
  /** For tests only: faster, and loses data at a power cut. */
  readonly volatile?: boolean;
  /** Of the superuser `cx`; default: cx, as tests have it. A server that has the default gets the one that is given. */
  readonly password?: string;
  /** More settings of the server. */
  readonly settings?: Readonly<Record<string, string>>;
}

const USER = 'cx';
/** Of servers of tests, and of those that an earlier version of this program made. */
const DEFAULT_PASSWORD = 'cx';
/** invalid_password */
const WRONG_PASSWORD = '28P01';
const START_WITHIN_MS = 60_000;

/**
 * Starts the PostgreSQL that comes with the npm package. Under root it runs as the system user `postgres`.
 *
 * @throws {Error} with one sentence that says what to do
 */
export async function startPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const folder = resolve(options.dataDir);
  const port = options.port !== undefined && options.port !== 0 ? options.port : await freePort();
  await endServerLeftOn(folder);
  const { password = DEFAULT_PASSWORD } = options;
  const by = (secret: string) => (database: string) =>
    `postgres://${USER}:${encodeURIComponent(secret)}@127.0.0.1:${port}/${database}`;
  const url = by(password);
  const log = new ServerLog(options.logFile ?? `${folder}.log`);
  try {
    if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, password, options.volatile ?? false);
    const server = await launch(folder, port, flags(options), log);
    await untilAnswering(server, url('postgres'), () => replacePassword(by(DEFAULT_PASSWORD)('postgres'), password));
    await createMissing(url('postgres'), options.databases);
    return { port, url, stop: () => stop(server) };
  } catch (error) {
    throw new Error(`PostgreSQL did not start on port ${port}: ${explain(log, error, folder)}`, { cause: error });
  }
}

/** Makes the files of an empty server. They get their name when they are whole, so a start that is killed leaves no half. */
async function initialise(folder: string, password: string, volatile: boolean): Promise<void> {
  const making = `${folder}.initialising`;
  const said: string[] = [];
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const made = new EmbeddedPostgres({
    databaseDir: making,
    user: USER,
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(volatile ? ['--no-sync'] : [])],
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  });
  rmSync(making, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  try {
    await made.initialise();
  } catch (error) {
    throw new Error(said.join('\n'), { cause: error });
  }
  renameSync(making, folder);
}

/** A session of its own: Ctrl-C in our terminal must not end the server under the services that use it. */
async function launch(folder: string, port: number, flags: readonly string[], log: ServerLog): Promise<ChildProcess> {
  const program = await postgresProgram();
  const user = await serverUser();
  const output = openSync(log.file, 'a');
  const server = spawn(program, ['-D', folder, '-p', String(port), ...flags], {
    stdio: ['ignore', output, output],
    detached: true,
    env: { ...process.env, LC_MESSAGES: 'C' },
    ...user,
  });
  closeSync(output);
  endWithUs(server, 'PostgreSQL', 'database');
  return server;
}

function flags({ volatile = false, settings = {} }: LocalPostgresOptions): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    max_connections: '120',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    ...(volatile ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** @param onWrongPassword  runs when the server refuses the password, and fails when it cannot cure that; then the password is tried again */
async function untilAnswering(
  server: ChildProcess,
  adminUrl: string,
  onWrongPassword: () => Promise<void>,
): Promise<void> {
  let failure: unknown;
  server.once('error', (error) => (failure = error));
  for (const until = Date.now() + START_WITHIN_MS; Date.now() < until; ) {
    if (failure !== undefined) throw failure;
    if (hasEnded(server)) throw new Error('the server ended');
    const client = new pg.Client({ connectionString: adminUrl });
    try {
      await client.connect();
      return;
    } catch (error) {
      if ((error as { code?: string }).code === WRONG_PASSWORD) await onWrongPassword();
      else await pause(50); // it is still starting
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  await stop(server);
  throw new Error('it did not answer within a minute');
}

/** A data folder of an earlier version has the default password, which every reader of the source knows. */
async function replacePassword(adminUrl: string, password: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`alter role ${USER} password ${pg.escapeLiteral(password)}`);
  } finally {
    await admin.end();
  }
}

/** SIGINT ends it in order. On a full disk it may not come to its end; SIGQUIT loses nothing, and it recovers at the next start. */
function stop(server: ChildProcess): Promise<void> {
  return endChild(server, ['SIGINT', 60_000], ['SIGQUIT', 10_000]);
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
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

/**
 * Ends a server that still runs on these files, although what started it is gone together with its reaper. Removes a lock file
 * whose process id belongs to another program by now: PostgreSQL would take that program for a server.
 */
async function endServerLeftOn(folder: string): Promise<void> {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const identity = identityOf(pid);
  if (identity !== undefined && isServerOn(folder, pid)) {
    await endAll([{ pid, identity, name: 'PostgreSQL', kind: 'database' }]);
  }
  rmSync(file, { force: true });
}

function isServerOn(folder: string, pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(folder);
  } catch {
    return false; // without /proc, PostgreSQL itself refuses files that are in use
  }
}

/** What a server writes during one start. */
class ServerLog {
  readonly #from: number;

  constructor(readonly file: string) {
    this.#from = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  read(): string {
    return existsSync(this.file) ? readFileSync(this.file).subarray(this.#from).toString() : '';
  }
}

function explain(log: ServerLog, error: unknown, folder: string): string {
  const text = `${error instanceof Error ? error.message : error}\n${log.read()}`;
  if (/Permission denied|EACCES/.test(text))
    return `its user may not enter ${folder}; choose another folder with --data`;
  if (/Address already in use/.test(text)) return 'the port is taken; choose others with CX_PORT_BASE';
  if (/No space left|ENOSPC/.test(text)) return `the disk is full: ${lastFatal(text) ?? 'ENOSPC'}`;
  const fatal = lastFatal(log.read());
  if (fatal !== undefined) return `${fatal} (${log.file})`;
  return text.trim().split('\n').slice(-3).join(' ');
}
