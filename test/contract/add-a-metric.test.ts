import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keptFiles, ROOT, readText } from '#test/tidy/source.js';

/** The section of CONTRIBUTING.md, one string for each numbered line. */
const steps = (/## Add a metric\n\n([\s\S]*?)\n\n## /.exec(readText('CONTRIBUTING.md'))?.[1] ?? '').split('\n');

/** A path of a step, for the metric that this test adds: support's "answered at last". */
function pathIn(step: number, ending: string): string {
  const named = [...(steps[step - 1] ?? '').matchAll(/`([^`]+)`/g)].map(([, path = '']) => path);
  const path = named.find((one) => one.endsWith(ending));
  if (path === undefined) throw new Error(`step ${step} names no ${ending}`);
  return path
    .replace('<department>', 'support')
    .replace('<metric>', 'answered-at-last')
    .replace('<name>', '2018-second');
}

const copy = mkdtempSync(join(tmpdir(), 'cx-add-a-metric-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));
const read = (path: string) => readFileSync(join(copy, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(copy, path), text);
const run = (...command: [string, ...string[]]) =>
  execFileSync(command[0], command.slice(1), { cwd: copy, encoding: 'utf8', stdio: 'pipe', timeout: 240_000 });

const renamed = (text: string) =>
  text
    .replaceAll('first_response_within_60_minutes', 'answered_at_last')
    .replaceAll('first_response_in_time', 'answered_at_last')
    .replaceAll('first-response-in-time', 'answered-at-last')
    .replaceAll('firstResponseInTime', 'answeredAtLast')
    .replaceAll(/^ {2}recordedAs: .*\n/gm, '');

beforeAll(() => {
  for (const path of keptFiles().filter((file) => !file.startsWith('data/'))) {
    mkdirSync(join(copy, dirname(path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});

describe('a contributor who follows "Add a metric"', () => {
  it('finds five numbered lines in CONTRIBUTING.md', () => {
    expect(steps.map((step) => step.slice(0, 3))).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
  });

  it('has a metric that passes the types, its own tests, the laws and the records', { timeout: 300_000 }, () => {
    // 1. Copies a metric and its test.
    write(pathIn(1, '<metric>.ts'), renamed(read('libs/catalogue/support/first-response-in-time.ts')));
    write(pathIn(1, '<metric>.test.ts'), renamed(read('libs/catalogue/support/first-response-in-time.test.ts')));

    // 2. Names it in the list.
    const list = pathIn(2, 'metrics.ts');
    const listed = read(list)
      .replace(
        'import type { Contact }',
        "import { answeredAtLast } from './answered-at-last.js';\nimport type { Contact }",
      )
      .replace('  firstResponseInTime,\n', '  firstResponseInTime,\n  answeredAtLast,\n');
    write(list, listed);

    // 3. Weighs it in a new ruleset, for periods that none names.
    const weighed = read('services/scoring/rulesets/2018-first.yaml')
      .replace('ruleset: 2018-first', 'ruleset: 2018-second')
      .replace('2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z')
      .replace('{ first: 2017-02, last: 2018-08 }', '{ first: 2018-10, last: 2018-12 }')
      .replace('{ first: 2018-01-12m, last: 2018-08-12m }', '{ first: 2018-10-12m, last: 2018-12-12m }')
      .replace('weight_bp: 4000', 'weight_bp: 3000')
      .concat(
        '    - metric: answered_at_last\n      definition: 1\n      weight_bp: 1000\n',
        '      floor_ppm: 700000\n      target_ppm: 850000\n      world_class_ppm: 950000\n',
      );
    write(pathIn(3, '<name>.yaml'), weighed);

    // 4. Prints the pages: the metric is on its page and its hash on record.
    run('npx', 'tsx', 'docs/print.ts');
    expect(read(pathIn(4, 'metrics.md'))).toContain('`answered_at_last`, definition 1');
    expect(read(pathIn(4, 'published-definitions.json'))).toContain('"metric": "answered_at_last"');

    // 5. The types, the new test, and every test that knows all metrics or all rulesets.
    run('npx', 'tsc', '--noEmit', '-p', '.');
    const tests = [
      'libs/catalogue',
      'services/scoring/rulesets',
      'docs',
      'test/tidy/metrics',
      'test/tidy/printed',
      'test/tidy/purity',
    ];
    expect(run('npx', 'vitest', 'run', '--project', 'unit', ...tests)).toContain('answered-at-last.test.ts');
  });

  it('reads what to do after an edit of a published definition', { timeout: 120_000 }, () => {
    const path = pathIn(1, '<metric>.ts');
    write(path, read(path).replace('limitMinutes: 60', 'limitMinutes: 90'));
    let said = '';
    try {
      run('npx', 'vitest', 'run', '--project', 'unit', 'docs/published-definitions.test.ts');
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: unknown; stderr?: unknown };
      said = `${stdout}${stderr}`;
    }
    expect(said).toContain('answered_at_last, definition 1 was published');
    expect(said).toContain('add a definition with the next number');
  });
});
