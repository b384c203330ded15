import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findTool, type ToolName } from '#test/foreign/tools.js';
import { DURATIONS_FILE, type Durations } from './durations.js';
import { type Outcome, ROOT, type Step, type Track, watched } from './step.js';

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    /** The file. */
    readonly name: string;
    readonly status: string;
    /** Why the file could not be run as a whole; empty when it could. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/**
 * Runs one vitest project, or a share of its files.
 *
 * @param mostShare  of the time of all its tests, that a file may take; a file that takes more counts as a failed test
 * @param shard      "1/2" for the first half of the files; every file is in exactly one shard
 */
export function project(name: string, { mostShare = 1, shard = '' } = {}): Step {
  return {
    name: shard === '' ? name : `${name} ${shard}`,
    run: async (track) => {
      const folder = mkdtempSync(join(tmpdir(), 'cx-report-'));
      try {
        const [file, took] = ['report.json', 'durations.json'].map((one) => join(folder, one)) as [string, string];
        const reporters = ['default', 'json', 'test/run/durations.ts'].map((one) => `--reporter=${one}`);
        const env = { ...track.env, [DURATIONS_FILE]: took };
        const exitCode = await watched(
          [
            ...(['vitest', 'run', '--project', name, ...reporters, `--outputFile.json=${file}`] as const),
            ...(shard === '' ? [] : [`--shard=${shard}`]),
            ...workersOf(track),
          ],
          { ...track, env },
        );
        const durations = parsed<Durations>(took) ?? {};
        return withoutSlow(outcomeOf(parsed<VitestReport>(file), exitCode, durations), durations, mostShare);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

function parsed<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/**
 * Counts each file that takes more than its share as a failed test. Everything is slower on a machine that does other work, so a
 * file is compared with all files of the same run and not with the clock.
 */
export function withoutSlow(outcome: Outcome, durations: Durations, mostShare: number): Outcome {
  const sum = Object.values(durations).reduce((all, ms) => all + ms, 0);
  const slow = Object.entries(durations).filter(([, ms]) => ms > mostShare * sum);
  const failures = slow.map(([name, ms]) => {
    const percent = `${Math.round((100 * ms) / sum)} % of the time of all ${Object.keys(durations).length} files`;
    return `${relative(ROOT, name)} takes ${percent}, and may take ${100 * mostShare} %: make it quicker or name it *.slow.test.ts`;
  });
  return { ...outcome, failed: outcome.failed + slow.length, failures: [...(outcome.failures ?? []), ...failures] };
}

/** A part that runs by itself uses every core; beside others it leaves one to them, as vitest does by default. */
function workersOf({ name }: Track): string[] {
  return name === '' ? [`--maxWorkers=${availableParallelism()}`] : [];
}

/** The step where a foreign program is on this machine; elsewhere it says why it does not run, and counts as one skipped. */
export function whereThereIs(name: ToolName, step: Step): Step {
  const run = async (track: Track) => {
    const tool = await findTool(name);
    if ('path' in tool) return await step.run(track);
    console.log(`not run: ${step.name}. ${tool.reason}`);
    return { passed: 0, failed: 0, skipped: 1 };
  };
  return { name: step.name, run };
}

/**
 * Counts tests. A file that could not be loaded is one failure. So is a run that ended with an error although every test
 * passed (an unhandled error), or that wrote no report.
 */
export function outcomeOf(report: VitestReport | undefined, exitCode: number, durations: Durations = {}): Outcome {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, failures: [] };
  const failures = report.testResults.flatMap(({ name, status, message = '', assertionResults }) => {
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages = [] }) => withReason(fullName, failureMessages[0] ?? ''));
    return status === 'failed' && failed.length === 0 ? [withReason(name, message)] : failed;
  });
  return {
    passed: report.numPassedTests,
    failed: failures.length === 0 && exitCode !== 0 ? 1 : failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
    slowest: slowestOf(durations),
  };
}

const MOST_OF_A_REASON = 300;

/** A name and the first line of why it failed. They stand at the end of a long output, of which often only the end is kept. */
function withReason(name: string, message: string): string {
  const reason = message.trim().split('\n')[0]?.slice(0, MOST_OF_A_REASON) ?? '';
  return reason === '' ? name : `${name}: ${reason}`;
}

const SLOWEST = 5;

/** The files that took longest and at least a second. */
function slowestOf(durations: Durations): readonly string[] {
  return Object.entries(durations)
    .map(([name, ms]) => ({ name, seconds: Math.round(ms / 1_000) }))
    .filter(({ seconds }) => seconds >= 1)
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map(({ name, seconds }) => `${seconds} s  ${relative(ROOT, name)}`);
}
