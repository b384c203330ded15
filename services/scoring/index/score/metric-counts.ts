import type { Class, CountedCell, WaitingCell } from '#libs/domain/observation.js';
import type { Count } from '../arithmetic/score-rate.js';

/** The cases of one class of a metric, with the party that answers for its misses. */
export interface ClassCount extends Count {
  readonly class: Exclude<Class, 'ACCOUNTABLE'>;
  readonly reason: string;
  readonly responsible: string;
}

/** All that was counted of one metric, for one department or unit and period. */
export interface MetricCounts {
  readonly accountable: Count;
  /** Sorted by class, reason, responsible. */
  readonly notAccountable: readonly ClassCount[];
  /** Neither hits nor misses yet, and in no class yet. */
  readonly waiting: bigint;
}

export const NO_COUNT: Count = { hits: 0n, cases: 0n };
export const NOTHING_COUNTED: MetricCounts = { accountable: NO_COUNT, notAccountable: [], waiting: 0n };

/** Adds up cells of one metric. The caller has picked the definition, the units and the days. */
export function gatherCounts(cells: Iterable<CountedCell>, waiting: Iterable<WaitingCell> = []): MetricCounts {
  let accountable = NO_COUNT;
  const others = new Map<string, ClassCount>();
  for (const cell of cells) {
    if (cell.class === 'ACCOUNTABLE') {
      accountable = added(accountable, cell);
      continue;
    }
    const { class: group, reason, responsible } = cell;
    const key = `${group} ${reason} ${responsible}`;
    others.set(key, { class: group, reason, responsible, ...added(others.get(key) ?? NO_COUNT, cell) });
  }

  let waits = 0n;
  for (const { cases } of waiting) waits += cases;
  const sorted = [...others].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  return { accountable, notAccountable: sorted, waiting: waits };
}

/** What customers lived: all classes. */
export function livedCount({ accountable, notAccountable }: MetricCounts): Count {
  return notAccountable.reduce(addCounts, accountable);
}

export function addCounts(sum: Count, { hits, cases }: Count): Count {
  return { hits: sum.hits + hits, cases: sum.cases + cases };
}

export function missesOf({ hits, cases }: Count): bigint {
  return cases - hits;
}

/** Whether these can be counts of cases. While a batch is missing, a retraction may have come before its record. */
export function isPossible(counts: MetricCounts): boolean {
  return [counts.accountable, ...counts.notAccountable].every(({ hits, cases }) => hits >= 0n && hits <= cases);
}

function added({ hits, cases }: Count, cell: Pick<CountedCell, 'hits' | 'misses'>): Count {
  return { hits: hits + cell.hits, cases: cases + cell.hits + cell.misses };
}
