import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TYPES } from '#test/run/checks.js';
import { type ScratchCopy, scratchCopy } from '#test/stack/scratch-copy.js';
import { addFactKind, changeContract, FACT_KIND_STEPS, FACT_LIST } from './add-a-fact-kind.js';
import { addMetric, editPublished, METRIC_STEPS, PRINTED } from './add-a-metric.js';

/**
 * One contributor does both, step by step, so that the types are checked and the pages printed once: checking types takes more
 * than anything else here. An error of either fails the same check.
 */
describe('a contributor who follows "Add a fact kind" and "Add a metric"', () => {
  let copy: ScratchCopy;
  beforeAll(() => {
    copy = scratchCopy('contributor');
  });
  afterAll(() => copy?.remove());

  it.each([
    ['a fact kind', 5, FACT_KIND_STEPS],
    ['a metric', 6, METRIC_STEPS],
  ])('finds for %s %i numbered steps in CONTRIBUTING.md', (_, count, steps) => {
    expect(steps.map((step) => step.slice(0, 3))).toEqual(
      Array.from({ length: count }, (__, place) => `${place + 1}. `),
    );
  });

  it('is told by the types that the department has no such fact, when only the contract has it', () => {
    changeContract(copy);
    const config = { extends: './tsconfig.json', files: [FACT_LIST], include: [] };
    copy.write('tsconfig.list.json', JSON.stringify(config));
    expect(refusalOf(copy, 'npx', 'tsc', ...TYPES, '-p', 'tsconfig.list.json')).toMatch(/facts\.ts.*damaged/s);
  });

  it('prints both into the pages', () => {
    addFactKind(copy);
    addMetric(copy);
    copy.run('npx', 'tsx', 'docs/print.ts');
    expect(copy.read('docs/facts.md')).toContain('| delivery | `damaged` | the case | the last | normal |');
    expect(copy.read(PRINTED.page)).toContain('`answered_at_last`, definition 1');
    expect(copy.read(PRINTED.record)).toContain('"metric": "answered_at_last"');
  });

  it('passes the checks', () => {
    copy.run('npx', 'tsc', ...TYPES);
    copy.run('npx', 'buf', 'lint');
  });

  it('has a fact that is checked, stored and shown as evidence, and a metric that passes the laws and the records', () => {
    const tests = [
      // The metric and its department, and what knows all metrics. The tests of other departments read only their own.
      ...['libs/catalogue/support', ...copy.testsIn('libs/catalogue')],
      ...['services/delivery', 'services/scoring/rulesets', 'docs'],
      ...['directions', 'metrics', 'printed', 'purity'].map((name) => `test/tidy/${name}`),
    ];
    const printed = copy.run('npx', 'vitest', 'run', '--project', 'unit', ...tests);
    for (const test of ['damaged.test.ts', 'answered-at-last.test.ts', 'published-definitions.test.ts'])
      expect(printed).toContain(test);
  });

  it('reads what to do after an edit of a published definition', () => {
    editPublished(copy);
    const printed = refusalOf(copy, 'npx', 'vitest', 'run', '--project', 'unit', 'docs/published-definitions.test.ts');
    expect(printed).toContain('answered_at_last, definition 1 was published');
    expect(printed).toContain('add a definition with the next number');
  });
});

/** What a command prints that fails; empty when it does not. */
function refusalOf(copy: ScratchCopy, ...command: [string, ...string[]]): string {
  try {
    copy.run(...command);
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: unknown; stderr?: unknown };
    return `${stdout}${stderr}`;
  }
}
