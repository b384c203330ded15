import { describe, expect, it } from 'vitest';
import type { Cell, CountedCell } from '#libs/domain/observation.js';
import { answerIndex } from '../answers/answered-index.js';
import { periodCounts } from '../answers/period-counts.js';
import { FIRST, REAL, RULESETS } from '../fixtures/real-orders.js';
import { foreseenOf } from './foresee.js';

const METRIC = 'delivered_by_first_promise';
const period = RULESETS.period('2018-08') ?? RULESETS.periods('month', Date.parse('2018-09-01'))[0];
if (period === undefined) throw new Error('no period');
const data = {
  ...{ batches: 0n, missingBatches: 0n, quarantinedBatches: 0n, progressVersion: 0n, shards: [] },
  ...{ cutSha256: Buffer.alloc(32), appliedAt: undefined, completeThrough: undefined },
};
const indexesOf = (rows: readonly CountedCell[]) => {
  const counted = periodCounts({ rows, waiting: [], feeds: [], data }, period, () => 1);
  return new Map(
    (['warehouse', 'delivery'] as const).map((department) => [
      department,
      answerIndex({ department, period }, counted, FIRST),
    ]),
  );
};
const cell: Cell = {
  ...{ metric: METRIC, definition: 1, unit: 'area/sp', day: '2018-08-10', origin: 'IMPORTED' },
  ...{ class: 'ACCOUNTABLE', reason: '', responsible: '' },
};
const own = { number: 7, department: 'delivery', judgedBy: 'delivery', metric: METRIC } as const;
const standing = [{ cell, hits: 2, misses: 40 }];
const indexOf = (rows: readonly CountedCell[], department: 'delivery' | 'warehouse') => {
  const outcome = indexesOf(rows).get(department)?.index.outcome;
  return outcome?.kind === 'measured' ? outcome.indexE4 : undefined;
};
const delta = (change: Partial<CountedCell>, hits: bigint, misses: bigint): CountedCell => ({
  ...cell,
  ...change,
  hits,
  misses,
});

describe('what a ruling would do', () => {
  const [dismissed, out, charged] = foreseenOf(own, 'warehouse', standing, indexesOf(REAL));

  it('is nothing when it is dismissed: the department answers as before', () => {
    const now = indexOf(REAL, 'delivery');
    expect(dismissed?.departments).toEqual([
      { department: 'delivery', indexE4: now, indexIfE4: now, misses: 40 },
      {
        department: 'warehouse',
        indexE4: indexOf(REAL, 'warehouse'),
        indexIfE4: indexOf(REAL, 'warehouse'),
        misses: 0,
      },
    ]);
  });

  it('is the index of the counts as they would be, hits and misses taken out alike', () => {
    const after = [
      ...REAL,
      delta({}, -2n, -40n),
      delta({ class: 'EXCLUDED', reason: 'RULED_OUT', responsible: 'ruling/delivery' }, 2n, 40n),
    ];
    expect(out?.departments[0]).toMatchObject({ indexIfE4: indexOf(after, 'delivery'), misses: 0 });
    expect(out?.departments[0]?.indexIfE4).not.toBe(out?.departments[0]?.indexE4);
  });

  it('moves misses alone to the party that is charged, and as many as one loses', () => {
    const after = [
      ...REAL,
      delta({}, 0n, -40n),
      delta({ class: 'OTHERS', reason: 'RULED_TO_ANOTHER', responsible: 'warehouse' }, 0n, 40n),
    ];
    expect(charged?.departments).toMatchObject([
      { department: 'delivery', indexIfE4: indexOf(after, 'delivery'), misses: 0 },
      { department: 'warehouse', misses: 40 },
    ]);
    expect(charged?.departments[1]?.indexIfE4).toBe(charged?.departments[1]?.indexE4);
  });

  it('lowers the index of the department that judged when it answers itself', () => {
    const others = REAL.find(
      (one) => one.metric === METRIC && one.class === 'OTHERS' && one.day.startsWith('2018-08') && one.misses > 5n,
    );
    if (others === undefined) throw new Error('August has misses of other parties');
    const { hits: _, misses, ...place } = others;
    const contested = { ...own, department: place.responsible } as unknown as typeof own;
    const verdict = { cell: place, hits: 0, misses: Number(misses) };
    const foreseen = foreseenOf(contested, 'delivery', [verdict], indexesOf(REAL));
    const judge = foreseen[2]?.departments.find(({ department }) => department === 'delivery');
    const after = [...REAL, { ...place, hits: 0n, misses: -misses }, delta({}, 0n, misses)];
    expect(judge).toMatchObject({ indexIfE4: indexOf(after, 'delivery'), misses: Number(misses) });
    expect(Number(judge?.indexIfE4)).toBeLessThan(Number(judge?.indexE4));
  });

  it('names no charge where the contest asks for none', () => {
    expect(foreseenOf(own, '', standing, indexesOf(REAL)).map(({ outcome }) => outcome)).toEqual([
      'DISMISSED',
      'TAKEN_OUT',
    ]);
    expect(foreseenOf(own, 'partner/acme', standing, indexesOf(REAL))[2]?.departments).toHaveLength(1);
  });
});
