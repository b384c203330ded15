import { describe, expect, it } from 'vitest';
import { realCells } from '../../fixtures/real-orders.js';
import { type OwnedCell, parseGroupBy, rankMisses } from './misses.js';

const promise = (month: string): OwnedCell[] =>
  realCells(month)
    .filter((cell) => cell.metric === 'delivered_by_first_promise')
    .map((cell) => ({ ...cell, department: 'delivery' }));
const [july, august] = [promise('2018-07'), promise('2018-08')];
const ranked = (groupBy: string) => {
  const by = parseGroupBy(groupBy);
  if (by === undefined) throw new Error(`${groupBy} is a way to group`);
  return rankMisses(august, july, by);
};

describe('the misses customers lived in August 2018', () => {
  it('are 144, on four accounts', () => {
    const { groups, totalMisses } = ranked('responsible');
    expect(totalMisses).toBe(144n);
    expect(groups.map(({ label, misses, cumulativeBp }) => [label, misses, cumulativeBp])).toEqual([
      ['delivery', 90n, 6_250n], // 90 of 144
      ['warehouse', 33n, 8_542n], // 123 of 144 = .85417
      ['unattributed', 17n, 9_722n],
      ['ordering', 4n, 10_000n],
    ]);
  });

  it('by reason: late hand-overs apart from parcels never handed over', () => {
    expect(ranked('reason').groups.map(({ label, misses }) => [label, misses])).toEqual([
      ['delivery', 90n],
      ['warehouse, UPSTREAM_HANDED_OVER_LATE', 28n],
      ['unattributed, CAUSE_UNKNOWN', 17n],
      ['warehouse, UPSTREAM_NEVER_HANDED_OVER', 5n],
      ['ordering, UPSTREAM_NOT_RELEASED', 4n],
    ]);
  });

  it('by area, with the month before beside them', () => {
    const [first] = ranked('unit:2').groups;
    // Sao Paulo: 55 of delivery, 11 + 4 + 19 + 2 of others; in July 9 of delivery and what others answered for.
    expect(first).toMatchObject({ label: 'area/sp', misses: 91n });
    expect(ranked('unit:1').groups.map(({ label }) => label)).toEqual(['area']);
    expect(ranked('unit:2').groups.reduce((sum, { missesBefore }) => sum + missesBefore, 0n)).toBe(
      july.reduce((sum, { misses }) => sum + misses, 0n),
    );
  });

  it('show a group that is gone, at the end', () => {
    const gone = { ...(august[0] as OwnedCell), unit: 'area/xx', hits: 0n, misses: 3n };
    const { groups } = rankMisses(august, [...july, gone], { by: 'unit', depth: 2 });
    expect(groups.at(-1)).toEqual({ label: 'area/xx', misses: 0n, missesBefore: 3n, cumulativeBp: 10_000n });
  });

  it('name the department where there are several', () => {
    const elsewhere = {
      ...(august[0] as OwnedCell),
      department: 'ordering' as const,
      unit: 'method/voucher',
      misses: 999n,
    };
    expect(rankMisses([...august, elsewhere], [], { by: 'unit', depth: 1 }).groups.map(({ label }) => label)).toEqual([
      'ordering/method',
      'delivery/area',
    ]);
  });
});

it.each(['', 'unit', 'unit:0', 'unit:5', 'Metric', 'responsible '])('misses are not grouped by "%s"', (text) => {
  expect(parseGroupBy(text)).toBeUndefined();
});
