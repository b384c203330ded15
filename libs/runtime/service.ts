import { CxError } from '#libs/domain/error.js';
import { ConfigError } from './config.js';
import { createLog, type Log } from './log.js';
import { StartedParts, StoppedWhileStarting } from './parts.js';

export interface Parts {
  /**
   * Starts the next part and remembers how to stop it; parts stop in reverse order.
   *
   *     const database = await parts.add('database', () => new Database(...), (it) => it.close());
   */
  add<T>(name: string, start: () => T | Promise<T>, stop?: (part: T) => unknown): Promise<T>;
  /** Aborted when the process is asked to stop. */
  readonly stopping: AbortSignal;
  readonly log: Log;
}

export interface RunServiceOptions {
  /** "delivery" */
  readonly name: string;
  /** Starts everything; the process serves when it resolves. */
  readonly start: (parts: Parts) => Promise<void>;
  /** How long stopping may take. Default 30,000. */
  readonly stopWithinMs?: number;
  readonly log?: Log;
  /** The process; tests bring their own. */
  readonly host?: Host;
}

/** What is needed of Node's `process`. */
export interface Host {
  on(
    event: 'SIGTERM' | 'SIGINT' | 'uncaughtException' | 'unhandledRejection',
    listener: (what: unknown) => void,
  ): unknown;
  exit(code: number): void;
}

/** How a process ends: asked to stop and did; a bug, or stopping failed or took too long; its configuration is wrong. */
export const EXIT = { STOPPED: 0, FAILED: 1, MISCONFIGURED: 2 } as const;

/**
 * Runs a process: starts its parts in order, serves, and on SIGTERM or SIGINT stops them in reverse order, also while it is
 * still starting. A second signal ends it at once. An error that nobody handled is a bug: the process ends with 1 as it is,
 * because everything here survives a kill, and going on in an unknown state does not.
 */
export async function runService(options: RunServiceOptions): Promise<void> {
  const { name, start, stopWithinMs = 30_000, log = createLog(name), host = process } = options;
  const asked = new AbortController();
  const parts = new StartedParts(asked.signal);
  listen(host, log, asked);

  try {
    await start({ add: parts.add.bind(parts), stopping: asked.signal, log });
    log.info({}, 'serving');
    await aborted(asked.signal);
    host.exit(await stop(parts, log, stopWithinMs));
  } catch (error) {
    const stopped = await stop(parts, log, stopWithinMs);
    host.exit(error instanceof StoppedWhileStarting ? stopped : refusedToStart(error, log));
  }
}

function listen(host: Host, log: Log, asked: AbortController): void {
  const onSignal = (signal: unknown) => {
    if (asked.signal.aborted) host.exit(EXIT.FAILED);
    log.info({ signal }, 'stopping');
    asked.abort();
  };
  host.on('SIGTERM', onSignal);
  host.on('SIGINT', onSignal);
  const onBug = (error: unknown) => {
    log.error({ error }, 'a bug: an error that nobody handled');
    host.exit(EXIT.FAILED);
  };
  host.on('uncaughtException', onBug);
  host.on('unhandledRejection', onBug);
}

function refusedToStart(error: unknown, log: Log): number {
  if (error instanceof ConfigError) {
    log.error({ mistakes: error.mistakes }, 'the configuration is wrong');
    return EXIT.MISCONFIGURED;
  }
  if (error instanceof CxError) {
    const cause = error.cause instanceof Error ? error.cause.message : undefined;
    log.error({ reason: error.reason, cause }, `could not start: ${error.message}`);
    return error.reason === 'STORE_MISCONFIGURED' ? EXIT.MISCONFIGURED : EXIT.FAILED;
  }
  log.error({ error }, 'could not start');
  return EXIT.FAILED;
}

async function stop(parts: StartedParts, log: Log, withinMs: number): Promise<number> {
  let current = '';
  const all = parts.stopAll((name) => {
    current = name;
  });
  const patience = new AbortController();
  const failures = await Promise.race([all, late(withinMs, patience.signal)]);
  patience.abort();
  if (failures === undefined) log.error({ part: current, withinMs }, 'did not stop in time');
  for (const failure of failures ?? []) log.error(failure, 'failed to stop');
  if (failures?.length !== 0) return EXIT.FAILED;
  log.info({}, 'stopped');
  return EXIT.STOPPED;
}

function late(ms: number, unless: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    unless.addEventListener('abort', () => clearTimeout(timer));
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}
