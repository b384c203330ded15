import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#deploy/local/ports.js';
import { findTool } from '#test/foreign/tools.js';
import { unprivileged } from './unprivileged.js';

/** A running pgbouncer in transaction mode. */
export interface Pgbouncer {
  readonly port: number;
  /** The address of a database through it. */
  through(databaseUrl: string): string;
  stop(): Promise<void>;
}

/**
 * Starts Debian's pgbouncer before a PostgreSQL, in transaction mode as platform teams run it. Its server connections are few,
 * so that consecutive transactions of one client run in different server processes.
 *
 * @param settings  more lines of its section [pgbouncer]
 * @throws {Error} with the reason when there is no pgbouncer on this machine
 */
export async function startPgbouncer(pgUrl: string, settings: readonly string[] = []): Promise<Pgbouncer> {
  const tool = await findTool('pgbouncer');
  if ('reason' in tool) throw new Error(tool.reason);
  const folder = mkdtempSync(join(tmpdir(), 'cx-pgbouncer-'));
  chmodSync(folder, 0o755); // as root, it runs as another user
  const port = await freePort();
  const { hostname, port: serverPort, username, password } = new URL(pgUrl);
  const config = [
    '[databases]',
    `* = host=${hostname} port=${serverPort}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1`,
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${join(folder, 'users.txt')}`,
    'pool_mode = transaction',
    'default_pool_size = 20',
    'max_client_conn = 500',
    'server_round_robin = 1',
    ...settings,
  ];
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${password}"\n`);
  writeFileSync(join(folder, 'pgbouncer.ini'), `${config.join('\n')}\n`);
  const child = spawn(tool.path, [join(folder, 'pgbouncer.ini')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...unprivileged(),
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  await untilListening(child, port, () => said);
  return {
    port,
    through: (databaseUrl) => {
      const url = new URL(databaseUrl);
      url.port = String(port);
      return url.href;
    },
    stop: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(child: ChildProcess, port: number, said: () => string): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) break;
    const isListening = await new Promise<boolean>((answer) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => answer(true)).once('error', () => answer(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isListening) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`pgbouncer did not start: ${said()}`);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });
}
