import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '#deploy/local/ports.js';
import { findTool, type PostgresName } from '#test/foreign/tools.js';
import { unprivileged } from './unprivileged.js';

/** A running PostgreSQL of another version than the one of package.json. */
export interface OtherPostgres {
  url(database: string): string;
  stop(): Promise<void>;
}

export interface OtherPostgresOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Of the superuser; every login then needs its password. Default: the server trusts every login. */
  readonly password?: string;
  /** Starts the server as a replica that follows no primary. */
  readonly isReplica?: boolean;
}

const FAST = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '120' };

/**
 * Starts a server of another version on an empty folder.
 *
 * @throws {Error} with the reason when this version cannot be had
 */
export async function startOtherPostgres(
  name: PostgresName,
  options: OtherPostgresOptions = {},
): Promise<OtherPostgres> {
  const tool = await findTool(name);
  if ('reason' in tool) throw new Error(tool.reason);
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), `cx-${name}-`));
  chmodSync(folder, 0o755);
  // The cache of root cannot be read by the user as whom the server runs.
  cpSync(tool.path, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(data, user.uid, user.gid);
  const port = await freePort();
  const program = (file: string) => join(folder, 'native/bin', file);
  const env = { ...process.env, LC_MESSAGES: 'C', LD_LIBRARY_PATH: join(folder, 'native/lib') };
  const { password } = options;
  if (password !== undefined) writeFileSync(join(folder, 'password'), password, { mode: 0o644 });
  const auth =
    password === undefined ? ['--auth=trust'] : ['--auth=scram-sha-256', `--pwfile=${join(folder, 'password')}`];
  const cluster = ['-D', data, '-U', 'cx', ...auth, '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(program('initdb'), cluster, { ...user, env, stdio: 'ignore' });
  if (options.isReplica === true) writeFileSync(join(data, 'standby.signal'), '');
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...FAST, ...options.settings };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const server = spawn(program('postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...user,
    env,
    stdio: 'ignore',
  });
  const url = (database: string) => `postgres://cx:${password ?? 'cx'}@127.0.0.1:${port}/${database}`;
  const stop = async () => {
    await ended(server);
    rmSync(folder, { recursive: true, force: true });
  };
  const notYet = [NOBODY_LISTENS, ...(options.isReplica === true ? [] : [IS_STARTING])];
  await untilListening(url('postgres'), server, notYet).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

const NOBODY_LISTENS = 'ECONNREFUSED';
const IS_STARTING = '57P03'; // cannot_connect_now, which a replica without a primary may answer for ever

/** A server that answers listens, also with an error that is none of `notYet`. */
async function untilListening(url: string, server: ChildProcess, notYet: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 300 && server.exitCode === null; tries++) {
    const client = new pg.Client({ connectionString: url });
    const answer = await client.connect().then(
      () => 'connected',
      (error: { readonly code?: string }) => error.code,
    );
    await client.end().catch(() => undefined);
    if (answer === undefined || !notYet.includes(answer)) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`PostgreSQL did not listen: it ended with ${server.exitCode}`);
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    server.once('exit', () => done());
    server.kill('SIGQUIT');
  });
}
