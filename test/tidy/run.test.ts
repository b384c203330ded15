import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#test/run/step.js';
import { inWords, sumOf } from '#test/run/summary.js';
import { outcomeOf, type VitestReport, withoutSlow } from '#test/run/vitest.js';
import { keptFiles, readText } from './source.js';

const green: VitestReport = {
  numPassedTests: 3,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'a holds' }] }],
};

/** The green run and one more file, with failed tests of these names. */
function withFile(status: string, ...failed: readonly string[]): VitestReport {
  const assertionResults = failed.map((fullName) => ({ status: 'failed', fullName }));
  return { ...green, testResults: [...green.testResults, { name: 'b.test.ts', status, assertionResults }] };
}

describe('the last line of a run', () => {
  it.each([
    ['everything passed', { passed: 812, failed: 0, skipped: 0 }, '812 passed, 0 failed'],
    ['some tests were not run', { passed: 800, failed: 1, skipped: 11 }, '800 passed, 1 failed, 11 skipped'],
  ])('reports the run when %s', (_, outcome, words) => {
    expect(inWords(outcome)).toBe(words);
  });

  it('adds the parts up', () => {
    const parts = [
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ];
    expect(sumOf(parts)).toEqual({ passed: 11, failed: 22, skipped: 33 });
  });

  it.each([
    ['a run in which every test passed', green, 0, { passed: 3, failed: 0, skipped: 0, failures: [] }],
    ['a run without a report', undefined, 0, { passed: 0, failed: 1, skipped: 0, failures: [] }],
    ['a bad end although every test passed', green, 1, { passed: 3, failed: 1, skipped: 0, failures: [] }],
    [
      'a failed test, by name',
      withFile('failed', 'b holds'),
      1,
      { passed: 3, failed: 1, skipped: 0, failures: ['b holds'] },
    ],
    [
      'a file that could not be loaded',
      withFile('failed'),
      1,
      { passed: 3, failed: 1, skipped: 0, failures: ['b.test.ts'] },
    ],
    [
      'skipped tests as not shown to hold',
      { ...green, numPendingTests: 2, numTodoTests: 1 },
      0,
      { passed: 3, failed: 0, skipped: 3, failures: [] },
    ],
  ])('counts %s', (_, report, exitCode, outcome) => {
    expect(outcomeOf(report, exitCode)).toMatchObject(outcome);
  });

  it('gives the first line of why a test failed, or why a file could not be run', () => {
    const failureMessages = ['AssertionError: expected 1 to be 2\n    at b.test.ts:3'];
    const assertionResults = [{ status: 'failed', fullName: 'b holds', failureMessages }];
    const notRun = {
      name: 'c.test.ts',
      status: 'failed',
      message: 'no database\n    at c.test.ts:1',
      assertionResults: [],
    };
    const testResults = [{ name: 'b.test.ts', status: 'failed', assertionResults }, notRun];
    expect(outcomeOf({ ...green, testResults }, 1).failures).toEqual([
      'b holds: AssertionError: expected 1 to be 2',
      'c.test.ts: no database',
    ]);
  });

  it('names the test files that took longest, slowest first, and none of less than a second', () => {
    const durations = {
      [join(ROOT, 'a.test.ts')]: 400,
      [join(ROOT, 'b.test.ts')]: 3_000,
      [join(ROOT, 'c.test.ts')]: 12_400,
    };
    expect(outcomeOf(green, 0, durations).slowest).toEqual(['12 s  c.test.ts', '3 s  b.test.ts']);
  });

  it('counts a file as failed that takes more than its share of the run, on a quick machine and on a slow one', () => {
    const files = (ms: number) =>
      Object.fromEntries(Array.from({ length: 20 }, (_, place) => [join(ROOT, `${place}.test.ts`), ms]));
    const passed = { passed: 20, failed: 0, skipped: 0 };
    for (const ms of [1, 10_000]) {
      expect(withoutSlow(passed, files(ms), 0.1)).toMatchObject(passed);
      expect(withoutSlow(passed, { ...files(ms), [join(ROOT, 'libs/x.test.ts')]: 5 * ms }, 0.1)).toEqual({
        ...{ passed: 20, failed: 1, skipped: 0 },
        failures: [
          'libs/x.test.ts takes 20 % of the time of all 21 files, and may take 10 %: make it quicker or name it *.slow.test.ts',
        ],
      });
    }
  });
});

describe('a file of tests', () => {
  const main = readText('test/run/main.ts');
  /** Folders of the unit tests as vitest.config.ts lists them, and of each other project that test/run/main.ts has. */
  const [, unit = ''] = /'\{(libs,[^}]*)\}'/.exec(readText('vitest.config.ts')) ?? [];
  const projects = [...main.matchAll(/project\('([a-z0-9-]+)'/g)].map(([, name]) => name);
  const folders = [...unit.split(','), ...projects.map((name) => `test/${name}`)];

  it('is in the folder of a part of npm test or npm run test:long', () => {
    const files = keptFiles().filter((path) => path.endsWith('.test.ts'));
    expect(files.filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`)))).toEqual([]);
  });

  it('runs once: npm test and npm run test:long have each part in one track', () => {
    const [, parts = ''] = /const PARTS[^=]*= \{([\s\S]*?)\n\};/.exec(main) ?? [];
    const tracks = main.slice(main.indexOf('const TEST'), main.indexOf('const WITH_SERVERS'));
    const named = [...tracks.matchAll(/'([a-z0-9-]+)'/g)].map(([, name]) => name);
    const all = [...parts.matchAll(/^ {2}'?([a-z0-9-]+)'?:/gm)].map(([, name]) => name);
    // The whole of these is for runs by hand. Their shards stand in tracks, and are all of them.
    const shards = [...parts.matchAll(/'([a-z]+)-(\d)': \[project\('\1', \{ shard: '\2\/(\d)' \}\)\]/g)];
    expect(shards.map(([, name, place, of]) => `${name} ${place}/${of}`)).toEqual([
      'contract 1/3',
      'contract 2/3',
      'contract 3/3',
    ]);
    expect(named.toSorted()).toEqual(all.filter((name) => name !== 'contract').toSorted());
  });
});
