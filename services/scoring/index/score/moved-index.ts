import { departmentIndex, type IndexInput } from './department-index.js';
import { type ClassCount, type MetricCounts, NOTHING_COUNTED } from './metric-counts.js';

/** Where cases of a metric are counted: in the account of the department, or in a class beside it. */
export type Place = Pick<ClassCount, 'class' | 'reason' | 'responsible'> | 'ACCOUNTABLE';

/** Cases of one metric that would be counted in another place. */
export interface Move {
  readonly metric: string;
  readonly from: Place;
  readonly to: Place;
  readonly hits: bigint;
  readonly cases: bigint;
}

/** The index if some cases were counted in another place: the same rules over these counts. Undefined when it would not be measured. */
export function movedIndex(input: IndexInput, moves: readonly Move[]): bigint | undefined {
  const counts = new Map(input.counts);
  for (const move of moves) counts.set(move.metric, moved(counts.get(move.metric) ?? NOTHING_COUNTED, move));
  const { outcome } = departmentIndex({ ...input, counts });
  return outcome.kind === 'measured' ? outcome.indexE4 : undefined;
}

/** Counts after a move: all together stay as many hits and as many cases. */
export function moved(counts: MetricCounts, { from, to, hits, cases }: Omit<Move, 'metric'>): MetricCounts {
  return added(added(counts, from, { hits: -hits, cases: -cases }), to, { hits, cases });
}

function added(counts: MetricCounts, place: Place, { hits, cases }: Pick<Move, 'hits' | 'cases'>): MetricCounts {
  if (place === 'ACCOUNTABLE') {
    const { accountable: before } = counts;
    return { ...counts, accountable: { hits: before.hits + hits, cases: before.cases + cases } };
  }
  const isThere = (one: ClassCount) =>
    one.class === place.class && one.reason === place.reason && one.responsible === place.responsible;
  const before = counts.notAccountable.find(isThere) ?? { hits: 0n, cases: 0n };
  const after = { ...place, hits: before.hits + hits, cases: before.cases + cases };
  return { ...counts, notAccountable: [...counts.notAccountable.filter((one) => !isThere(one)), after] };
}
