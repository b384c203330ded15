import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathIn as pathOf, scratchCopy, stepsOf } from '#test/stack/scratch-copy.js';

const steps = stepsOf('Add a metric');
/** For the metric that this test adds: support's "answered at last". */
const pathIn = (step: number, ending: string) =>
  pathOf(steps[step - 1], ending, { department: 'support', metric: 'answered-at-last', name: '2018-second' });

let copy: ReturnType<typeof scratchCopy>;
beforeAll(() => {
  copy = scratchCopy('add-a-metric');
});
afterAll(() => copy?.remove());

const renamed = (text: string) =>
  text
    .replaceAll('first_response_within_60_minutes', 'answered_at_last')
    .replaceAll('first_response_in_time', 'answered_at_last')
    .replaceAll('first-response-in-time', 'answered-at-last')
    .replaceAll('firstResponseInTime', 'answeredAtLast')
    .replaceAll(/^ {2}recordedAs: .*\n/gm, '');

describe('a contributor who follows "Add a metric"', () => {
  it('finds five numbered lines in CONTRIBUTING.md', () => {
    expect(steps.map((step) => step.slice(0, 3))).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
  });

  it('has a metric that passes the types, its own tests, the laws and the records', { timeout: 300_000 }, () => {
    // 1. Copies a metric and its test.
    copy.write(pathIn(1, '<metric>.ts'), renamed(copy.read('libs/catalogue/support/first-response-in-time.ts')));
    copy.write(
      pathIn(1, '<metric>.test.ts'),
      renamed(copy.read('libs/catalogue/support/first-response-in-time.test.ts')),
    );

    const stated = pathIn(1, 'limits.ts');
    const limits = copy.read(stated);
    const [like = ''] = /^ {2}\{\n {4}metric: 'first_response_in_time',[\s\S]*?^ {2}\},\n/m.exec(limits) ?? [];
    copy.write(stated, limits.replace(like, `${like}${renamed(like)}`));

    // 2. Names it in the list.
    const list = pathIn(2, 'metrics.ts');
    const listed = copy
      .read(list)
      .replace(
        'import type { Contact }',
        "import { answeredAtLast } from './answered-at-last.js';\nimport type { Contact }",
      )
      .replace('  firstResponseInTime,\n', '  firstResponseInTime,\n  answeredAtLast,\n');
    copy.write(list, listed);

    // 3. Asks it, and weighs it in a new ruleset, for periods that none names.
    const asked = pathIn(3, 'metrics.yaml');
    copy.write(asked, `${copy.read(asked)}  answered_at_last:\n    - { valid_from: 2018-10-01 }\n`);
    const weighed = copy
      .read('data/olist/company/ruleset.yaml')
      .replace('ruleset: 2018-first', 'ruleset: 2018-second')
      .replace('2026-11-24T09:00:00Z', '2026-11-25T09:00:00Z')
      .replace('{ first: 2017-02, last: 2018-08 }', '{ first: 2018-10, last: 2018-12 }')
      .replace('{ first: 2018-01-12m, last: 2018-08-12m }', '{ first: 2018-10-12m, last: 2018-12-12m }')
      .replace('weight_bp: 4000', 'weight_bp: 3000')
      .concat(
        '    - metric: answered_at_last\n      definition: 1\n      weight_bp: 1000\n',
        '      floor_ppm: 700000\n      target_ppm: 850000\n      world_class_ppm: 950000\n',
      );
    copy.write(pathIn(3, '<name>.yaml'), weighed);

    // 4. Prints the pages: the metric is on its page and its hash on record.
    copy.run('npx', 'tsx', 'docs/print.ts');
    expect(copy.read(pathIn(4, 'metrics.md'))).toContain('`answered_at_last`, definition 1');
    expect(copy.read(pathIn(4, 'published-definitions.json'))).toContain('"metric": "answered_at_last"');

    // 5. The types, the new test, and every test that knows all metrics or all rulesets.
    copy.run('npx', 'tsc', '--noEmit', '-p', '.');
    const tests = [
      'libs/catalogue',
      'services/scoring/rulesets',
      'docs',
      'test/tidy/metrics',
      'test/tidy/printed',
      'test/tidy/purity',
    ];
    expect(copy.run('npx', 'vitest', 'run', '--project', 'unit', ...tests)).toContain('answered-at-last.test.ts');
  });

  it('reads what to do after an edit of a published definition', { timeout: 120_000 }, () => {
    const path = pathIn(1, '<metric>.ts');
    copy.write(path, copy.read(path).replace('limitMinutes: 60', 'limitMinutes: 90'));
    let said = '';
    try {
      copy.run('npx', 'vitest', 'run', '--project', 'unit', 'docs/published-definitions.test.ts');
    } catch (error) {
      const { stdout, stderr } = error as { stdout?: unknown; stderr?: unknown };
      said = `${stdout}${stderr}`;
    }
    expect(said).toContain('answered_at_last, definition 1 was published');
    expect(said).toContain('add a definition with the next number');
  });
});
