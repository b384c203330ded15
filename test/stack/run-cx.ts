import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** What a process printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds from start to end. */
  readonly seconds: number;
}

/** Runs `cx` as a user does, in a process of its own. */
export function runCx(words: readonly string[], env: Env = {}, root = '.'): Promise<Ended> {
  return runProgram(process.execPath, [join(root, 'cli/cx.mjs'), ...words], env);
}

/** Runs any program; `env` is added to the environment of this process. */
export function runProgram(program: string, args: readonly string[], env: Env = {}): Promise<Ended> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    execFile(program, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      const seconds = (performance.now() - startedAt) / 1_000;
      resolve({ code: Number(error?.code ?? 0), stdout, stderr, seconds });
    });
  });
}

type Env = Readonly<Record<string, string>>;
