import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMPANY_FIGURES } from '#libs/catalogue/composites/composites.js';
import { Index, IndexState } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { type Binding, bound, type Caller } from '#libs/domain/access.js';
import { requireDepartments, sightOf } from '#libs/grpc/access/permitted.js';
import { publishedRules } from '#libs/grpc/access/rules.js';
import { indexOfOthers, requireOwnUnits, type Sees, shownIndex } from './shown-index.js';

const OTHERS: Sees = (department) => (department === 'delivery' ? 'all' : 'index');

/** An index with a figure in every field. */
function indexOf(name: string, given: Partial<Index> = {}): Index {
  return Index.fromPartial({
    ...{ name, firstDay: '2018-08-01', lastDay: '2018-08-31', datedBy: 'month of the promised day', title: 'Depot' },
    ...{ indexE4: 834_271n, lowerE4: 812_345n, upperE4: 851_111n, intervalMethod: 'WILSON_SQUARE_AND_ADD' },
    ...{ coverageBp: 9_120n, state: IndexState.INDEX_STATE_COMPLETE, origin: 1, ruleset: '2018-first' },
    ...{ livedIndexE4: 800_123n, boundLowerE4: 700_001n, boundUpperE4: 900_001n, minimumCases: 30n },
    metrics: [{ metric: 'metrics/a', accountable: { hits: 97n, cases: 100n, waiting: 3n } }],
    waitsFor: ['delivery/carrier-acme'],
    context: [{ figure: 'promised_days_mean', unit: 'days', toE4: 160_000n }],
    rulesetSha256: Buffer.alloc(32, 1),
    data: {
      ...{ cutSha256: Buffer.alloc(32, 2), batches: 812n, missingBatches: 1n, quarantinedBatches: 2n },
      ...{ progressVersion: 77n, appliedAt: new Date(1_000), completeThrough: new Date(2_000) },
      shards: ['delivery/1', 'warehouse/1'].map((shard) => {
        return { shard, epoch: 1n, lastBatch: 9n, lastBatchSha256: Buffer.alloc(32, 3) };
      }),
    },
    ...given,
  });
}

const foreign = 'departments/warehouse/indexes/2018-08';

describe('the index of another department', () => {
  it('is shown in whole points, with a band in steps of 5 points, and nothing else of what was counted', () => {
    expect(shownIndex(indexOf(foreign), OTHERS)).toEqual(
      Index.fromPartial({
        ...{ name: foreign, title: 'Depot', firstDay: '2018-08-01', lastDay: '2018-08-31' },
        ...{ datedBy: 'month of the promised day', state: IndexState.INDEX_STATE_COMPLETE, origin: 1 },
        ...{ ruleset: '2018-first', rulesetSha256: Buffer.alloc(32, 1) },
        ...{ indexE4: 830_000n, lowerE4: 800_000n, upperE4: 900_000n, intervalMethod: 'ROUNDED_OUTWARD_TO_5_POINTS' },
        data: { appliedAt: new Date(1_000) },
      }),
    );
  });

  it('does not say why it is not measured, for the reason states how many cases there are', () => {
    const unmeasured = { indexE4: undefined, lowerE4: undefined, upperE4: undefined };
    const shown = shownIndex(indexOf(foreign, { ...unmeasured, notMeasuredReason: 'TOO_FEW_CASES' }), OTHERS);
    expect(shown.notMeasuredReason).toBe('NOT_SHOWN');
    expect(shown.indexE4).toBeUndefined();
  });

  it('is rounded half up to the nearest point', () => {
    const pointsOf = (indexE4: bigint) => shownIndex(indexOf(foreign, { indexE4 }), OTHERS).indexE4;
    expect([834_999n, 835_000n, 0n, 1_000_000n].map(pointsOf)).toEqual([830_000n, 840_000n, 0n, 1_000_000n]);
  });
});

describe('the index of the own department', () => {
  it('is shown in full, with the shards of the own department only', () => {
    const own = indexOf('departments/delivery/indexes/2018-08');
    const shown = shownIndex(own, OTHERS);
    expect(shown.data?.shards.map(({ shard }) => shard)).toEqual(['delivery/1']);
    expect({ ...shown, data: undefined }).toEqual({ ...own, data: undefined });
  });

  it('is shown with all shards to a caller that sees every department', () => {
    const own = indexOf(foreign);
    expect(shownIndex(own, () => 'all')).toEqual(own);
  });
});

describe('units', () => {
  it('are shown to their own department only', () => {
    expect(() => requireOwnUnits(OTHERS, { department: 'delivery', unit: 'area/sp' })).not.toThrow();
    expect(() => requireOwnUnits(OTHERS, { department: 'warehouse' })).not.toThrow();
    for (const department of ['warehouse', '-'] as const) {
      expect(() => requireOwnUnits(OTHERS, { department, unit: '-' })).toThrow(
        expect.objectContaining({ reason: 'CALLER_NOT_ALLOWED' }),
      );
    }
  });
});

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

describe('figures of the company', () => {
  const own = 'departments/delivery/indexes/2018-08';
  const context = ['promised_days_mean', ...COMPANY_FIGURES].map((figure) => ({ figure, unit: '', toE4: 1n }));
  const seen = (sees: Sees) => shownIndex(indexOf(own, { context } as Partial<Index>), sees).context;

  it('are not shown to a reader of one department, who could work out what others did', () => {
    expect([...COMPANY_FIGURES]).toEqual(expect.arrayContaining(['defect_free_last_touch']));
    expect(seen(OTHERS).map(({ figure }) => figure)).toEqual(['promised_days_mean']);
  });

  it('are shown to those who see all departments', () => {
    expect(seen(() => 'all')).toHaveLength(context.length);
  });
});

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
