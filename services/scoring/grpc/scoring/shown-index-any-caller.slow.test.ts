import fc from 'fast-check';
import { describe, it } from 'vitest';
import { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { type Binding, bound, type Caller } from '#libs/domain/access.js';
import { requireDepartments, sightOf } from '#libs/grpc/access/permitted.js';
import { publishedRules } from '#libs/grpc/access/rules.js';
import { indexOf } from '#services/scoring/fixtures/full-index.js';
import { indexOfOthers, type Sees, shownIndex } from './shown-index.js';

const departments = ['ordering', 'warehouse', 'delivery', 'support', 'product'] as const;
const binding: fc.Arbitrary<Binding> = fc
  .record({
    role: fc.constantFrom('FEED', 'DEPARTMENT_READER', 'DEPARTMENT_LEAD', 'OPERATOR', 'RULES_AUTHOR', 'SERVICE'),
    departments: fc.subarray([...departments]),
  } as const)
  .map(({ role, departments: own }) => bound(role as Binding['role'], { departments: own, feeds: ['shop'] }));
const caller: fc.Arbitrary<Caller> = fc
  .array(binding, { maxLength: 4 })
  .map((bindings) => ({ name: 'lotte', kind: 'person', bindings }));
const e4 = fc.bigInt({ min: 0n, max: 1_000_000n });
const figures = fc.record({
  ...{ indexE4: e4, lowerE4: e4, upperE4: e4, livedIndexE4: e4, boundLowerE4: e4, boundUpperE4: e4 },
  ...{ coverageBp: fc.bigInt({ min: 0n, max: 10_000n }), minimumCases: fc.bigInt({ min: 0n, max: 99n }) },
  metrics: fc.array(
    fc.record({
      metric: fc.constantFrom('metrics/a', 'metrics/b'),
      accountable: fc.record({ hits: e4, cases: e4, waiting: e4 }),
      pointsE4: e4,
    }),
    { maxLength: 3 },
  ),
  data: fc.record({ batches: e4, progressVersion: e4, missingBatches: e4 }),
});

/** The calls whose answers hold indexes, and those that hold more than an index. */
const OF_INDEXES = ['GetIndex', 'BatchGetIndexes', 'ListIndexes', 'WatchIndex'];
const IN_DETAIL = ['ExplainIndex', 'CompareIndexes', 'ListMisses'];
const ruleOf = (method: string) => {
  const rule = publishedRules().get(`/cx.scoring.v1.ScoringService/${method}`);
  if (rule === undefined) throw new Error(`${method} has no rule`);
  return rule;
};

describe('of 10,000 random callers and departments', () => {
  it('no caller gets an answer about a department of others that depends on more than index and band', () => {
    const asked = fc.record({
      ...{ caller, department: fc.constantFrom(...departments), method: fc.constantFrom(...OF_INDEXES) },
      ...{ one: figures, other: figures },
    });
    fc.assert(
      fc.property(asked, ({ caller: who, department, method, one, other }) => {
        const sees: Sees = (name) => sightOf(who, ruleOf(method), name);
        if (sees(department) === 'all') return isBoundTo(who, department);
        // Two states of the same department that look the same from afar: index and band agree, every count may differ.
        const name = `departments/${department}/indexes/2018-08`;
        const { indexE4, lowerE4, upperE4 } = indexOfOthers(indexOf(name, one as Partial<Index>));
        const first = indexOf(name, one as Partial<Index>);
        const second = indexOf(name, { ...(other as Partial<Index>), ...{ indexE4, lowerE4, upperE4 } });
        return (
          Index.encode(shownIndex(first, sees)).finish().toString() ===
          Index.encode(shownIndex(second, sees)).finish().toString()
        );
      }),
      { numRuns: 10_000 },
    );
  });

  it('no caller is told more than an index about a department of others', () => {
    const asked = fc.record({
      ...{ caller, own: fc.constantFrom(...departments), department: fc.constantFrom(...departments, '-') },
      method: fc.constantFrom(...IN_DETAIL),
    });
    fc.assert(
      fc.property(asked, ({ caller: who, own, department, method }) => {
        const name = `departments/${department}/indexes/2018-08`;
        const request = { name, parent: name, from: `departments/${own}/indexes/2018-07`, to: name };
        try {
          requireDepartments(who, ruleOf(method), request);
        } catch {
          return true;
        }
        return isBoundTo(who, department);
      }),
      { numRuns: 10_000 },
    );
  });
});

function isBoundTo({ bindings }: Caller, department: string): boolean {
  const readers = bindings.filter(({ role }) => role === 'DEPARTMENT_READER' || role === 'DEPARTMENT_LEAD');
  return readers.some(({ departments: own }) => own.includes(department));
}
