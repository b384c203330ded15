import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { endChild } from './end-child.js';
import { getText } from './get-text.js';
import { endWithUs } from './reaper.js';

/** A process of this product that we started. It never outlives us. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it ends, with a sentence that quotes the last lines of its log. */
  readonly ended: Promise<string>;
  /** Asks it to stop, and kills it when it does not within 30 s. */
  stop(): Promise<void>;
  kill(): void;
}

export interface ChildOptions {
  readonly name: string;
  /** TypeScript or JavaScript. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of {name}.log, which gets its output. */
  readonly logDir: string;
}

const STOP_WITHIN_MS = 30_000;

/** On one or two cores the helper threads of the garbage collector cost more time than they save: docs/performance.md. */
export const FEW_CORES = availableParallelism() <= 2 ? ['--single-threaded-gc'] : [];

/** Runs a file in a process of its own. Ctrl-C in our terminal does not reach it, so that we can stop it in good order. */
export function startChild({ name, file, env, logDir }: ChildOptions): Child {
  const logFile = join(logDir, `${name}.log`);
  const log = openSync(logFile, 'a');
  const loader = file.endsWith('.ts') ? ['--import', 'tsx', '--no-warnings'] : [];
  const child = spawn(process.execPath, [...FEW_CORES, ...loader, file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  endWithUs(child, name);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(`${name} ended (${signal ?? code}): ${lastLines(logFile)}`));
  });
  return {
    name,
    pid: child.pid ?? 0,
    ended,
    stop: () => endChild(child, ['SIGTERM', STOP_WITHIN_MS]),
    kill: () => void child.kill('SIGKILL'),
  };
}

/**
 * Waits until the process answers 200 at that URL.
 *
 * @param ca  certificate of the authority that signed the server's
 * @throws {Error} when the process ends before, or after a minute
 */
export async function untilReady(child: Child, url: string, ca: Buffer): Promise<void> {
  let end: string | undefined;
  child.ended.then((sentence) => {
    end = sentence;
  });
  for (let waited = 0; waited < 600; waited++) {
    if (end !== undefined) throw new Error(end);
    try {
      if ((await getText(url, { ca })).status === 200) return;
    } catch {
      // not listening yet
    }
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error(`${child.name} did not become ready within a minute: ${url}`);
}

/** The last lines that say something: not those of a stack trace, nor the version that Node prints under it. */
function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  const messages = lines.filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  return messages.slice(-3).join(' | ').slice(0, 1_000);
}
