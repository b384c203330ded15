import { expect } from 'vitest';
import { pathIn as pathOf, type ScratchCopy, stepsOf } from '#test/stack/scratch-copy.js';

export const METRIC_STEPS = stepsOf('Add a metric');
/** For the metric that is added: support's "answered at last". */
const pathIn = (step: number, ending: string) =>
  pathOf(METRIC_STEPS[step - 1], ending, { department: 'support', metric: 'answered-at-last', name: '2018-second' });

const renamed = (text: string) =>
  text
    .replaceAll('first_response_within_60_minutes', 'answered_at_last')
    .replaceAll('first_response_in_time', 'answered_at_last')
    .replaceAll('first-response-in-time', 'answered-at-last')
    .replaceAll('firstResponseInTime', 'answeredAtLast')
    .replaceAll(/^ {2}recordedAs: .*\n/gm, '');

/** Steps 1 to 3: copies a metric and its test, names it in the list, asks it, and weighs it. */
export function addMetric(copy: ScratchCopy): void {
  copyMetric(copy);
  nameMetric(copy);
  weighMetric(copy);
}

/** Another limit under a number that is published. */
export function editPublished(copy: ScratchCopy): void {
  const path = pathIn(1, '<metric>.ts');
  copy.write(path, copy.read(path).replace('limitMinutes: 60', 'limitMinutes: 90'));
}

/** What step 4 prints: the page of the metrics, and the record of their hashes. */
export const PRINTED = { page: pathIn(4, 'metrics.md'), record: pathIn(4, 'published-definitions.json') };

function copyMetric(copy: ScratchCopy): void {
  copy.write(pathIn(1, '<metric>.ts'), renamed(copy.read('libs/catalogue/support/first-response-in-time.ts')));
  copy.write(
    pathIn(1, '<metric>.test.ts'),
    renamed(copy.read('libs/catalogue/support/first-response-in-time.test.ts')),
  );
  const stated = pathIn(1, 'limits.ts');
  const limits = copy.read(stated);
  const [like = ''] = /^ {2}\{\n {4}metric: 'first_response_in_time',[\s\S]*?^ {2}\},\n/m.exec(limits) ?? [];
  copy.write(stated, limits.replace(like, `${like}${renamed(like)}`));
}

function nameMetric(copy: ScratchCopy): void {
  const list = pathIn(2, 'metrics.ts');
  const listed = copy
    .read(list)
    .replace(
      'import type { Contact }',
      "import { answeredAtLast } from './answered-at-last.js';\nimport type { Contact }",
    )
    .replace('  firstResponseInTime,\n', '  firstResponseInTime,\n  answeredAtLast,\n');
  copy.write(list, listed);
  const after = (path: string, line: RegExp, more: string) => {
    const text = copy.read(path);
    expect(text).toMatch(line);
    copy.write(
      path,
      text.replace(line, (found) => `${found}${more}`),
    );
  };
  after(pathIn(2, 'touchpoints.ts'), /'first_response_in_time', /, "'answered_at_last', ");
  after(
    pathIn(2, 'saved-by.ts'),
    /^ {4}first_response_in_time: .*\n/m,
    "    answered_at_last: 'an answer by a person',\n",
  );
  after(
    pathIn(2, 'standards.ts'),
    /^export const STANDARDS: .*\n/m,
    "  answered_at_last: { source: 'No published standard. The limit is an estimate.' },\n",
  );
}

/** Asks it of both retailers, and weighs it in a new ruleset, for periods that none names. */
function weighMetric(copy: ScratchCopy): void {
  for (const asked of [pathIn(3, 'olist/company/metrics.yaml'), pathIn(3, 'kontor/company/metrics.yaml')])
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
}
