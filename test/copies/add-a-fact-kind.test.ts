import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathIn as pathOf, scratchCopy, stepsOf } from '#test/stack/scratch-copy.js';

const steps = stepsOf('Add a fact kind');
/** For the kind that this test adds: delivery's "damaged". */
const pathIn = (step: number, ending: string) =>
  pathOf(steps[step - 1], ending, { department: 'delivery', kind: 'damaged' });

let copy: ReturnType<typeof scratchCopy>;
beforeAll(() => {
  copy = scratchCopy('add-a-fact-kind');
});
afterAll(() => copy?.remove());
const replaced = (path: string, find: string, replace: string) => {
  expect(copy.read(path)).toContain(find);
  copy.write(path, copy.read(path).replace(find, replace));
};

/** As `npm run check` checks them; the second time only what depends on a change since the first. */
const TYPES = ['--noEmit', '-p', '.', '--incremental', '--tsBuildInfoFile', 'types.tsbuildinfo'];

const FACT_KIND = `import type { Objection } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

interface DamagedValue {
  readonly percent: number;
}

/** The customer found damage. It may be reported again when more is found: the last report counts. */
export const damaged = factKind({
  counts: 'last',
  mayRepeat: true,
  check: ({ percent }: DamagedValue): Objection | undefined =>
    percent >= 1 && percent <= 100
      ? undefined
      : { reason: 'SCORE_OUT_OF_RANGE', field: 'damaged.percent', detail: 'percent is 1 to 100' },
  describe: ({ percent }) => \`\${percent} % damaged\`,
});
`;

/** Reports the new kind and shows it as evidence, by the very list of the department. */
const FACT_KIND_TEST = `import { describe, expect, it } from 'vitest';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { deliveryFacts } from '../grpc/facts.js';

const of = (percent: number) => DeliveryFact.fromPartial({
  factId: 'f', orderId: '#1001', happenedAt: new Date('2018-08-21T10:00:00Z'), what: { $case: 'damaged', value: { percent } },
});
const check = (percent: number) => deliveryFacts.check(Buffer.alloc(32))(of(percent), 'REPORTED', Date.parse('2018-08-22'));

describe('damage', () => {
  it.each([1, 100])('of %d percent is taken and shown', (percent) => {
    const checked = check(percent);
    if (checked.is !== 'in order') throw new Error(JSON.stringify(checked));
    const stored = { ...checked.fact, feed: 'carrier', recordedAt: 0 };
    expect(stored.kind).toBe('damaged');
    expect(deliveryFacts.describe([stored])).toEqual({ caseId: '#1001', caseKind: 'order', details: [percent + ' % damaged'] });
    expect(deliveryFacts.knownOf([stored])).toEqual({ facts: [], milestones: [], inconsistencies: [] });
  });

  it.each([0, 101])('of %d percent is refused', (percent) => {
    expect(check(percent)).toMatchObject({ is: 'refused', refusal: { field: 'damaged.percent' } });
  });
});
`;

describe('a contributor who follows "Add a fact kind"', () => {
  it('finds five numbered lines in CONTRIBUTING.md', () => {
    expect(steps.map((step) => step.slice(0, 3))).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ']);
  });

  it('has a fact that is checked, stored and shown as evidence, from three files', { timeout: 300_000 }, () => {
    // 1. The contract, and the code that is generated from it.
    const proto = pathIn(1, '.proto');
    const place = copy.read(proto).indexOf('cx.facts.v1.Withdrawal withdrawal');
    const line = copy.read(proto).lastIndexOf('\n    //', place) + 1;
    expect(copy.read(proto).slice(line)).toMatch(/^ {4}\/\//);
    copy.write(
      proto,
      `${copy.read(proto).slice(0, line)}    // The customer found damage.\n    ParcelDamaged damaged = 29;\n${copy.read(proto).slice(line)}
// The customer found damage.
message ParcelDamaged {
  // How much is damaged, 1 to 100.
  int32 percent = 1;
}
`,
    );
    copy.run('npm', 'run', '-s', 'generate');

    // The types refuse the contract without the kind.
    expect(() => copy.run('npx', 'tsc', ...TYPES)).toThrow();

    // 2. The kind. 3. One line in the list, and its import. 4. The test of its check.
    copy.write(pathIn(2, '<kind>.ts'), FACT_KIND);
    const list = pathIn(3, 'facts.ts');
    replaced(list, '    delivered,\n', '    delivered,\n    damaged,\n');
    replaced(list, 'import { delivered }', "import { damaged } from '../facts/damaged.js';\nimport { delivered }");
    copy.write(pathIn(4, '<kind>.test.ts'), FACT_KIND_TEST);

    // 5. The page of facts, the types, the new test, and every test that knows the contracts.
    copy.run('npx', 'tsx', 'docs/print.ts');
    expect(copy.read('docs/facts.md')).toContain('| delivery | `damaged` | the case | the last | normal |');
    copy.run('npx', 'tsc', ...TYPES);
    copy.run('npx', 'buf', 'lint');
    const tests = ['services/delivery', 'test/tidy/directions', 'test/tidy/purity', 'test/tidy/printed'];
    expect(copy.run('npx', 'vitest', 'run', '--project', 'unit', ...tests)).toContain('damaged.test.ts');
  });
});
