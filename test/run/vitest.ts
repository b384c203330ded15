import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, type Step, watched } from './step.js';

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    /** The file. */
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Runs one vitest project; they run one after the other, because each may have a PostgreSQL and a Kafka of its own. */
export function project(name: string): Step {
  return {
    name,
    run: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'cx-report-'));
      try {
        const file = join(folder, 'report.json');
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
        const exitCode = await watched('vitest', 'run', '--project', name, ...reporters);
        const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
        return outcomeOf(report, exitCode);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/**
 * Counts tests. A file that could not even be loaded is one failure, and so is a run that ended badly although every test
 * passed: an unhandled error, or no report at all.
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
  };
}
