import { divideHalfUp } from '#libs/domain/integer.js';
import type { CountedCell, Department } from '#libs/domain/observation.js';
import { unitAtDepth } from '../score/group-units.js';

/** How misses are grouped. */
export type GroupBy =
  | { readonly by: 'metric' | 'responsible' | 'reason' }
  | { readonly by: 'unit' /** 1–4 */; readonly depth: number };

/** A cell and the department of its metric, which answers for the accountable misses. */
export type OwnedCell = CountedCell & { readonly department: Department };

/** One bar of the Pareto. */
export interface MissGroup {
  readonly label: string;
  readonly misses: bigint;
  readonly missesBefore: bigint;
  /** Share of all misses from the top down to this bar, 0–10 000; 0 when there are none. */
  readonly cumulativeBp: bigint;
}

/** metric, responsible, reason, unit:1 to unit:4; undefined for anything else. */
export function parseGroupBy(text: string): GroupBy | undefined {
  if (text === 'metric' || text === 'responsible' || text === 'reason') return { by: text };
  const depth = /^unit:([1-4])$/.exec(text)?.[1];
  return depth === undefined ? undefined : { by: 'unit', depth: Number(depth) };
}

/**
 * Ranks the misses of all classes, most first, and by name where they are equal. A group that had misses before and has none now
 * comes last.
 */
export function rankMisses(
  cells: readonly OwnedCell[],
  before: readonly OwnedCell[],
  groupBy: GroupBy,
): { readonly groups: readonly MissGroup[]; readonly totalMisses: bigint } {
  const departments = new Set([...cells, ...before].map(({ department }) => department));
  const now = summed(cells, groupBy, departments.size > 1);
  const then = summed(before, groupBy, departments.size > 1);
  const totalMisses = [...now.values()].reduce((sum, misses) => sum + misses, 0n);
  const labels = [...new Set([...now.keys(), ...then.keys()])];

  let cumulative = 0n;
  const groups = labels
    .map((label) => ({ label, misses: now.get(label) ?? 0n, missesBefore: then.get(label) ?? 0n }))
    .filter(({ misses, missesBefore }) => misses > 0n || missesBefore > 0n)
    .sort((a, b) => Number(b.misses - a.misses) || (a.label < b.label ? -1 : 1))
    .map((group) => {
      cumulative += group.misses;
      const cumulativeBp = totalMisses === 0n ? 0n : divideHalfUp(10_000n * cumulative, totalMisses);
      return { ...group, cumulativeBp };
    });
  return { groups, totalMisses };
}

function summed(cells: readonly OwnedCell[], groupBy: GroupBy, isMixed: boolean): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const cell of cells) {
    const label = labelOf(cell, groupBy, isMixed);
    sums.set(label, (sums.get(label) ?? 0n) + cell.misses);
  }
  return sums;
}

function labelOf(cell: OwnedCell, groupBy: GroupBy, isMixed: boolean): string {
  const responsible = cell.class === 'ACCOUNTABLE' ? cell.department : cell.responsible;
  switch (groupBy.by) {
    case 'metric':
      return cell.metric;
    case 'responsible':
      return responsible;
    case 'reason':
      return cell.reason === '' ? responsible : `${responsible}, ${cell.reason}`;
    case 'unit': {
      const unit = unitAtDepth(cell.unit, groupBy.depth);
      return isMixed ? `${cell.department}/${unit}` : unit;
    }
  }
}
