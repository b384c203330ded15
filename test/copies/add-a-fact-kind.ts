import { expect } from 'vitest';
import { pathIn as pathOf, type ScratchCopy, stepsOf } from '#test/stack/scratch-copy.js';

export const FACT_KIND_STEPS = stepsOf('Add a fact kind');
/** For the kind that is added: delivery's "damaged". */
const pathIn = (step: number, ending: string) =>
  pathOf(FACT_KIND_STEPS[step - 1], ending, { department: 'delivery', kind: 'damaged' });

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

/** Step 1: the contract, and the code that is generated from it. */
export function changeContract(copy: ScratchCopy): void {
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
}

/** Steps 2 to 4: the kind, one line in the list with its import, and the test of its check. */
export function addFactKind(copy: ScratchCopy): void {
  const replaced = (path: string, find: string, replace: string) => {
    expect(copy.read(path)).toContain(find);
    copy.write(path, copy.read(path).replace(find, replace));
  };
  copy.write(pathIn(2, '<kind>.ts'), FACT_KIND);
  replaced(FACT_LIST, '    delivered,\n', '    delivered,\n    damaged,\n');
  replaced(FACT_LIST, 'import { delivered }', "import { damaged } from '../facts/damaged.js';\nimport { delivered }");
  copy.write(pathIn(4, '<kind>.test.ts'), FACT_KIND_TEST);
}

/** The list of the facts of the department. */
export const FACT_LIST = pathIn(3, 'facts.ts');
