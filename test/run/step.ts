import { execFile, spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** The top of the checkout. */
export const ROOT = join(import.meta.dirname, '../..');

/** The result of one step. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** The tests that failed, by name, where a step has tests with names. */
  readonly failures?: readonly string[];
  /** The slowest test files, a line each: "12 s  test/contract/cases.test.ts". */
  readonly slowest?: readonly string[];
}

export interface Step {
  /** "types", "unit" */
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

/** A check holds or fails. It returns what is wrong, or nothing. */
export function check(name: string, findFault: () => Promise<string | undefined>): Step {
  return {
    name,
    run: async () => {
      const fault = await findFault().catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      if (fault !== undefined) console.log(fault.trimEnd());
      return { passed: fault === undefined ? 1 : 0, failed: fault === undefined ? 0 : 1, skipped: 0 };
    },
  };
}

/** A program that ends with 0, or with 2 when it cannot run on this machine: then it prints why and counts as skipped. */
export function program(name: string, ...command: readonly [string, ...string[]]): Step {
  return {
    name,
    run: async () => {
      const code = await watched(...command);
      return { passed: Number(code === 0), failed: Number(code !== 0 && code !== 2), skipped: Number(code === 2) };
    },
  };
}

/** Runs a program of the checkout. Returns its output if it did not end with 0. */
export function faultOf(program: string, ...args: readonly string[]): Promise<string | undefined> {
  return new Promise((done) => {
    execFile(program, [...args], { cwd: ROOT, env: environment(), maxBuffer: 1e8 }, (error, stdout, stderr) => {
      done(error === null ? undefined : `${stdout}${stderr}` || error.message);
    });
  });
}

/** Runs a program of the checkout, its output on the screen, and returns its exit code. */
export function watched(program: string, ...args: readonly string[]): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(program, [...args], { cwd: ROOT, env: environment(), stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', fail);
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** The environment of this moment, with the programs of npm's packages on the path. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}` };
}
