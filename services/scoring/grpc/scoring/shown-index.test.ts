import { describe, expect, it } from 'vitest';
import { COMPANY_FIGURES } from '#libs/catalogue/composites/composites.js';
import { Index, IndexState } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { indexOf } from '#services/scoring/fixtures/full-index.js';
import { requireOwnUnits, type Sees, shownIndex } from './shown-index.js';

const OTHERS: Sees = (department) => (department === 'delivery' ? 'all' : 'index');

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
