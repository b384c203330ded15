import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** A process of this product that was started beside us. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it ends, with the last it said. */
  readonly ended: Promise<string>;
  /** Asks it to stop, and ends it when it does not within the deadline. */
  stop(): Promise<void>;
  kill(): void;
}

export interface ChildOptions {
  readonly name: string;
  /** TypeScript or JavaScript. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Its output goes to {name}.log there. */
  readonly logDir: string;
}

const STOP_WITHIN_MS = 30_000;

/** Nobody is left behind when we end. A signal that nobody listens to ends us without asking: see `endOnSignals`. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** For programs that have nothing to finish when they are told to end: they end at once, and take along what they started. */
export function endOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
}

/** On one or two cores a collector of garbage waits longer for its helpers than they help: docs/performance.md. */
const FEW_CORES = availableParallelism() <= 2 ? ['--single-threaded-gc'] : [];

/** Starts a file as a process of its own, TypeScript as it is. */
export function startChild({ name, file, env, logDir }: ChildOptions): Child {
  const logFile = join(logDir, `${name}.log`);
  const log = openSync(logFile, 'a');
  const reader = file.endsWith('.ts') ? ['--import', 'tsx', '--no-warnings'] : [];
  const child = spawn(process.execPath, [...FEW_CORES, ...reader, file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  living.add(child);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      living.delete(child);
      resolve(`${name} ended (${signal ?? code}): ${lastWords(logFile)}`);
    });
  });
  return { name, pid: child.pid ?? 0, ended, stop: () => stop(child, ended), kill: () => void child.kill('SIGKILL') };
}

/** Waits until an address answers 200; rejects when the process ends or a minute has passed. */
export async function untilReady(child: Child, url: string): Promise<void> {
  let end: string | undefined;
  child.ended.then((words) => {
    end = words;
  });
  for (let waited = 0; waited < 600; waited++) {
    if (end !== undefined) throw new Error(end);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error(`${child.name} did not become ready within a minute: ${url}`);
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(impatience);
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  return lines.slice(-3).join(' | ').slice(0, 1_000);
}
