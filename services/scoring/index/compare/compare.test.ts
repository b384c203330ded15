import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountedCell } from '#libs/domain/observation.js';
import { countsOf, FIRST, realCells } from '../../fixtures/real-orders.js';
import { departmentIndex } from '../score/department-index.js';
import type { PointsNode } from '../score/points-node.js';
import { compareIndexes } from './compare.js';

function side(department: 'ordering' | 'warehouse' | 'delivery', cells: readonly CountedCell[], minimumCases = 100n) {
  const rules = FIRST.departments.get(department) ?? [];
  const counts = countsOf(rules, cells);
  return {
    index: departmentIndex({ rules, minimumCases, minimumCoverageBp: 3_000n, counts }),
    cells: new Map(rules.map(({ metric }) => [metric, cells.filter((cell) => cell.metric === metric)])),
  };
}

const change = (department: 'ordering' | 'warehouse' | 'delivery', depth = 2) => {
  const [july, august] = [realCells('2018-07'), realCells('2018-08')];
  const compared = compareIndexes(side(department, july), side(department, august), depth);
  if (compared.kind !== 'compared') throw new Error('both months are measured');
  return compared;
};

describe('from July to August 2018', () => {
  it('delivery fell by 6.2 points, and that is more than chance', () => {
    const { changeE4, interval, isDetectable } = change('delivery');
    expect([changeE4, isDetectable]).toEqual([-61_677n, true]);
    // -11.7 .. -0.4: Wilson's upper side of August and lower side of July, squared and added.
    expect(interval).toEqual({ lowerE4: -116_999n, upperE4: -4_413n });
  });

  it('it fell by the first promise, and most of that is Sao Paulo', () => {
    const { parts } = change('delivery');
    expect(parts.map(({ label, pointsE4 }) => [label, tenths(pointsE4)])).toEqual([
      ['delivered_by_first_promise', -9.1],
      ['arrived_at_last', 2.9],
    ]);
    const performance = (unit: string) => tenths(find(find(parts[0], unit), 'performance').pointsE4);
    expect([performance('area/sp'), performance('area/pr')]).toEqual([-7.7, -0.9]);
    const { countsBefore, counts } = find(parts[0], 'area/sp');
    expect([countsBefore, counts]).toMatchObject([
      { hits: 610n, cases: 619n },
      { hits: 806n, cases: 861n },
    ]);
    const rest = (parts[0]?.pointsE4 ?? 0n) - find(find(parts[0], 'area/sp'), 'performance').pointsE4;
    expect(tenths(rest - find(find(parts[0], 'area/pr'), 'performance').pointsE4)).toBe(-0.5);
  });

  it('nothing detectable happened to the warehouse', () => {
    const { changeE4, isDetectable } = change('warehouse');
    expect([tenths(changeE4), isDetectable]).toEqual([1.6, false]);
  });

  it('ordering rose by 11.6 points: approvals made 14.0, orders not kept took 2.3', () => {
    const { changeE4, parts } = change('ordering');
    // 139,570 - 23,474 = 116,096. The first sketch printed -2.4, which is 11.6 - 14.0 of figures rounded before.
    expect([tenths(changeE4), ...parts.map(({ pointsE4 }) => tenths(pointsE4))]).toEqual([11.6, 14.0, -2.3]);
  });

  it.each(['ordering', 'warehouse', 'delivery'] as const)('every level of %s adds up to the last E4', (department) => {
    const { changeE4, parts } = change(department);
    addsUp(parts, changeE4);
  });

  it('can be split by metric only', () => {
    expect(change('delivery', 0).parts.map(({ children }) => children)).toEqual([[], []]);
  });
});

describe('a comparison', () => {
  const cell = fc
    .record({
      metric: fc.constantFrom('delivered_by_first_promise', 'arrived_at_last'),
      unit: fc.constantFrom('area/sp', 'area/rj', 'area/ac', 'unattributed'),
      hits: fc.bigInt(0n, 300n),
      misses: fc.bigInt(0n, 30n),
    })
    .map(
      (counted): CountedCell => ({
        ...counted,
        class: 'ACCOUNTABLE',
        reason: '',
        responsible: '',
        definition: 1,
        day: '2018-08-15',
        origin: 'IMPORTED',
      }),
    );

  it('leaves no remainder, also when another set of metrics was measured or units came and went', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), fc.array(cell, { maxLength: 12 }), (then, now) => {
        const compared = compareIndexes(side('delivery', then, 50n), side('delivery', now, 50n), 2);
        if (compared.kind === 'compared') addsUp(compared.parts, compared.changeE4);
      }),
    );
  });

  it('charges a move to mix where every area kept its rate', () => {
    const area = (unit: string, hits: bigint, misses: bigint): CountedCell => ({
      ...(realCells('2018-08')[0] as CountedCell),
      metric: 'delivered_by_first_promise',
      unit,
      class: 'ACCOUNTABLE',
      reason: '',
      responsible: '',
      hits,
      misses,
    });
    const arrived = { ...area('area/a', 990n, 10n), metric: 'arrived_at_last' };
    const then = side('delivery', [area('area/a', 90n, 10n), area('area/b', 100n, 0n), arrived]);
    const now = side('delivery', [area('area/a', 180n, 20n), area('area/b', 50n, 0n), arrived]);
    const compared = compareIndexes(then, now, 2);
    if (compared.kind !== 'compared') throw new Error('both are measured');
    // 95 % -> 92 % is 80 -> 64 points, by 7,000 bp -11.2. Shares .5 -> .8 and .5 -> .2; mean rate of the whole .935:
    // a .3 · (.90 - .935) = -.0105, b -.3 · (1 - .935) = -.0195, together -.03.
    expect(find(compared.parts[0], 'area/a').children.map(({ label, pointsE4 }) => [label, pointsE4])).toEqual([
      ['performance', 0n],
      ['mix', -39_200n],
    ]);
    expect(find(compared.parts[0], 'area/b').pointsE4).toBe(-72_800n);
  });

  it('with itself moves nothing and detects nothing', () => {
    const august = side('delivery', realCells('2018-08'));
    expect(compareIndexes(august, august, 2)).toMatchObject({ kind: 'compared', changeE4: 0n, isDetectable: false });
  });

  it('with an index that is not measured is not made', () => {
    const august = side('delivery', realCells('2018-08'));
    expect(compareIndexes(side('delivery', []), august, 2)).toEqual({ kind: 'not_comparable' });
  });
});

function addsUp(parts: readonly PointsNode[], pointsE4: bigint): void {
  if (parts.length === 0) return;
  expect(parts.reduce((sum, part) => sum + part.pointsE4, 0n)).toBe(pointsE4);
  for (const part of parts) addsUp(part.children, part.pointsE4);
}

function find(node: PointsNode | undefined, label: string): PointsNode {
  const found = node?.children.find((child) => child.label === label);
  if (found === undefined) throw new Error(`${label} stands in the tree`);
  return found;
}

/** As people read it: a half goes away from 0. */
function tenths(e4: bigint): number {
  const magnitude = Math.round(Math.abs(Number(e4)) / 1_000) / 10;
  return e4 < 0n ? -magnitude : magnitude;
}
