import { CxError } from '#libs/domain/error.js';
import { ConfigError } from './config.js';
import { ResourceStack, StoppedWhileStarting } from './lifecycle.js';
import { createLog, type Log } from './log.js';

/** What a process gets to start its resources with. */
export interface Lifecycle {
  /**
   * Starts the next resource and remembers how to stop it; resources stop in reverse order.
   *
   *     const database = await lifecycle.add('database', () => new Database(...), (it) => it.close());
   */
  add<T>(name: string, start: () => T | Promise<T>, stop?: (resource: T) => unknown): Promise<T>;
  /** Aborted when the process is asked to stop. */
  readonly stopping: AbortSignal;
  readonly log: Log;
}

export interface RunServiceOptions {
  /** "delivery" */
  readonly name: string;
  /** Starts everything. The process serves as soon as it resolves. */
  readonly start: (lifecycle: Lifecycle) => Promise<void>;
  /** Whether it is a task: it ends by itself, with 0, when `start` resolves. Default: no. */
  readonly isTask?: boolean;
  /** How long stopping may take; default: 30,000. */
  readonly stopWithinMs?: number;
  readonly log?: Log;
  /** Default: this process. Tests bring their own. */
  readonly host?: Host;
}

/** The part of Node's `process` that `runService` uses. */
export interface Host {
  on(
    event: 'SIGTERM' | 'SIGINT' | 'uncaughtException' | 'unhandledRejection',
    listener: (what: unknown) => void,
  ): unknown;
  exit(code: number): void;
}

/** Exit codes: it was asked to stop and did; a bug, or stopping failed or took too long; its configuration is wrong. */
export const EXIT = { STOPPED: 0, FAILED: 1, MISCONFIGURED: 2 } as const;

/**
 * Runs a process: starts its resources in order, serves, and on SIGTERM or SIGINT stops them in reverse order, also while it is
 * still starting. A second signal ends it at once. An unhandled error is a bug, and ends the process with exit code 1: every
 * service survives a kill, but not work in an unknown state.
 */
export async function runService(options: RunServiceOptions): Promise<void> {
  const { name, start, isTask = false, stopWithinMs = 30_000, log = createLog(name), host = process } = options;
  const asked = new AbortController();
  const resources = new ResourceStack(asked.signal);
  listen(host, log, asked);

  try {
    await start({ add: resources.add.bind(resources), stopping: asked.signal, log });
    if (isTask) asked.abort();
    else log.info({}, 'serving');
    await aborted(asked.signal);
    host.exit(await stop(resources, log, stopWithinMs));
  } catch (error) {
    const stopped = await stop(resources, log, stopWithinMs);
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
    log.error({ error }, 'a bug: an unhandled error');
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

async function stop(resources: ResourceStack, log: Log, withinMs: number): Promise<number> {
  let current = '';
  const all = resources.stopAll((name) => {
    current = name;
  });
  const deadline = new AbortController();
  const failures = await Promise.race([all, late(withinMs, deadline.signal)]);
  deadline.abort();
  if (failures === undefined) log.error({ resource: current, withinMs }, 'did not stop in time');
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
