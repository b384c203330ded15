import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { BUILT_IN_SOURCES, type Cell, cellKey } from '#libs/domain/observation.js';
import { purePath } from '#test/golden/pure-path.js';
import { BATCH, bytesOf, cellMessage, expectedKey, type Load, type Lot, Sealing } from './load.js';

/**
 * The cases of the real orders in the order of their due instants, repeated with other refs until there are enough. So a batch holds
 * cases of few days, as in reality. Tallies are left out: they are no cases.
 */
export async function ordersLoad(options: Pick<Load, 'observations' | 'installation'>): Promise<Load> {
  const { evaluations } = await purePath();
  const cases = evaluations
    .filter(({ metric }) => metric.counts !== 'TALLY')
    .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
  const lots: Lot[] = [];
  const expected = new Map<string, readonly [number, number]>();
  for (const [place, source] of BUILT_IN_SOURCES.entries()) {
    const own = cases.filter(({ metric }) => metric.source === source);
    const share = Math.floor((options.observations * own.length) / cases.length);
    const given = lots.reduce((sum, { observations }) => sum + observations, 0);
    const observations = place === BUILT_IN_SOURCES.length - 1 ? options.observations - given : share;
    lots.push(lotOf({ source, carries: 'observations', shard: 1 }, own, { ...options, observations }, expected));
  }
  return { ...options, bytes: bytesOf(lots), lots, expected };
}

function lotOf(
  shard: Lot['shard'],
  cases: readonly MetricEvaluation[],
  { observations, installation }: Pick<Load, 'observations' | 'installation'>,
  expected: Map<string, readonly [number, number]>,
): Lot {
  const sealing = new Sealing(shard, installation);
  for (let told = 0; told < observations; told += BATCH) {
    const cells = new Map<string, { cell: Cell; hits: number; misses: number }>();
    const end = Math.min(told + BATCH, observations);
    for (let at = told; at < end; at++) {
      const { cell, isHit } = judged(cases[at % cases.length]);
      const counts = cells.get(cellKey(cell)) ?? { cell, hits: 0, misses: 0 };
      counts[isHit ? 'hits' : 'misses'] += 1;
      cells.set(cellKey(cell), counts);
    }
    for (const { cell, hits, misses } of cells.values()) {
      const key = expectedKey(shard.source, cell);
      const [before, missed] = expected.get(key) ?? [0, 0];
      expected.set(key, [before + hits, missed + misses]);
    }
    const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1));
    sealing.add(
      sorted.map(([, { cell, hits, misses }]) => cellMessage(cell, hits, misses)),
      end === observations,
    );
  }
  return { shard, observations, batches: sealing.batches };
}

function judged(evaluation: MetricEvaluation | undefined): { readonly cell: Cell; readonly isHit: boolean } {
  if (evaluation === undefined) throw new Error('a source without cases');
  const { metric, unit, day, result } = evaluation;
  const { class: class_, reason, responsible } = result;
  const name = { metric: metric.recordedAs, definition: metric.definition };
  return {
    cell: { ...name, unit, day, class: class_, reason, responsible, origin: 'IMPORTED' },
    isHit: result.hits === 1,
  };
}
