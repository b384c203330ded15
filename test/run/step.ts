import { execFile, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

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
  readonly run: (track: Track) => Promise<Outcome>;
}

/** Where a step runs: steps of one track run one after the other, tracks beside each other. */
export interface Track {
  /** Of its part. Stands before every line on the screen; empty when there is one track only. */
  readonly name: string;
  /** More variables for the programs of the track. */
  readonly env: Readonly<Record<string, string>>;
  /** Lets the programs of other tracks go first. */
  readonly waits?: boolean;
}

/** Niceness of a track that waits: a quarter of the processor that another program wants as well, and all that no other wants. */
const WAITING = Math.floor(constants.priority.PRIORITY_BELOW_NORMAL / 2);

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
    run: async (track) => {
      const code = await watched(command, track);
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
export function watched(
  [program, ...args]: readonly [string, ...string[]],
  { name, env, waits = false }: Track = { name: '', env: {} },
): Promise<number> {
  return new Promise((done, fail) => {
    const output = name === '' ? 'inherit' : 'pipe';
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...environment(), ...env },
      stdio: ['ignore', output, output],
    });
    if (waits && child.pid !== undefined) setPriority(child.pid, WAITING);
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
    if (child.stdout !== null) printed(child.stdout, name);
    if (child.stderr !== null) printed(child.stderr, name);
  });
}

/** Prints line by line, so that the lines of two tracks do not mix. */
function printed(output: Readable, name: string): void {
  createInterface({ input: output }).on('line', (line) => console.log(`${name} | ${line}`));
}

/** The environment of this moment, with the programs of npm's packages on the path. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}` };
}
