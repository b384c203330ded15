import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findTool, type ToolName } from '#test/foreign/tools.js';
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
    /** ms since 1970 */
    readonly startTime?: number;
    readonly endTime?: number;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Runs one vitest project. */
export function project(name: string): Step {
  return {
    name,
    run: async (track) => {
      const folder = mkdtempSync(join(tmpdir(), 'cx-report-'));
      try {
        const file = join(folder, 'report.json');
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        const exitCode = await watched(['vitest', 'run', '--project', name, ...reporters, ...workersOf(track)], track);
        const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
        return outcomeOf(report, exitCode);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
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
export function outcomeOf(report: VitestReport | undefined, exitCode: number): Outcome {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, failures: [] };
  const failures = report.testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName);
    return status === 'failed' && failed.length === 0 ? [name] : failed;
  });
  return {
    passed: report.numPassedTests,
    failed: failures.length === 0 && exitCode !== 0 ? 1 : failures.length,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
    slowest: slowestOf(report),
  };
}

const SLOWEST = 5;

/** The files that took longest and at least a second. */
function slowestOf({ testResults }: VitestReport): readonly string[] {
  return testResults
    .map(({ name, startTime = 0, endTime = 0 }) => ({ name, seconds: Math.round((endTime - startTime) / 1_000) }))
    .filter(({ seconds }) => seconds >= 1)
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, SLOWEST)
    .map(({ name, seconds }) => `${seconds} s  ${relative(ROOT, name)}`);
}
