import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Running } from '#deploy/local/folder-lock.js';
import { freePort, isFree } from '#deploy/local/ports.js';

/** One `npm start` under test. */
export interface RunningStart {
  readonly child: ChildProcess;
  /** Exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Everything printed so far. */
  readonly printed: () => string;
  /** Waits until something is printed. @throws {Error} with all that was printed, when it ended before or 90 s passed */
  until(words: RegExp): Promise<void>;
}

/** Starts a program and collects what it prints. */
export function watched(command: string, words: readonly string[], env: Record<string, string>): RunningStart {
  const child = spawn(command, words, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (text += piece));
  let isOver = false;
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => {
      isOver = true;
      resolve(code);
    }),
  );
  const until = async (wanted: RegExp) => {
    for (const end = Date.now() + 90_000; !wanted.test(text); await pause(100)) {
      if (isOver || Date.now() > end) throw new Error(`never printed ${wanted}:\n${text}`);
    }
  };
  return { child, ended, until, printed: () => text };
}

/** The program behind `npm start`, without npm. */
export function startDirectly(words: readonly string[], env: Record<string, string>): RunningStart {
  return watched(process.execPath, ['--import', 'tsx', 'deploy/local/start.ts', ...words], env);
}

/** What runs from a data folder, as its lock says; undefined when nothing does. */
export function runningFrom(dataDir: string): Running | undefined {
  const file = join(dataDir, 'running.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Running) : undefined;
}

/** A base whose ports are free: gRPC, HTTP 100 above, Prometheus 200 above, REST 300 above. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = await freePort();
    const ports = [0, 1, 2, 3, 4, 5].flatMap((place) => [base + place, base + 100 + place]);
    const isFreeAll = (await Promise.all([...ports, base + 200, base + 300].map(isFree))).every(Boolean);
    if (isFreeAll) return base;
  }
}
