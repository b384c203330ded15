import type { Transaction } from '#libs/postgres/database.js';
import { batchesSince, recordedOf } from '../../counts/cut.js';
import { definitionIn } from '../../rulesets/ruleset.js';
import { observationsIn } from '../observations-in.js';
import { findCut } from '../store.js';
import { type Bounds, LATE_CLASSES, type LateClass, lateClassOf } from './late-classes.js';
import type { Life } from './read-life.js';

/** When the observations of a department arrived. */
export type Arrivals = Readonly<Record<LateClass, bigint>>;

/**
 * The observations of each department of a period by the class of their arrival. All that were recorded arrived in time, but for what the batches
 * brought that were sealed after the period or lie beyond its cut: only these are opened.
 */
export async function readArrivals(tx: Transaction, life: Life): Promise<ReadonlyMap<string, Arrivals>> {
  const { period, ruleset } = life;
  const bounds = await boundsOf(tx, life);
  const found = new Map([...ruleset.departments.keys()].map((one) => [one as string, none()]));
  for (const { source, metric, definition, recorded } of await recordedOf(tx, period.firstDay, period.lastDay)) {
    const counts = found.get(source);
    if (counts !== undefined && definition === definitionIn(ruleset, metric)) counts.L0 += recorded;
  }
  for (const batch of await batchesSince(tx, period, bounds.endsAt, bounds.closingCut)) {
    const counts = found.get(batch.source);
    if (counts === undefined) continue;
    const observations = observationsIn(batch, period, ruleset);
    counts.L0 -= observations;
    counts[lateClassOf(batch, bounds)] += observations;
  }
  return found;
}

/** What parts the classes of arrival of a period. */
export async function boundsOf(tx: Transaction, { period, history, windows }: Life): Promise<Bounds> {
  const cutOf = (version: number | undefined) =>
    version === undefined ? undefined : findCut(tx, period.name, version);
  const closed = history.events.find(({ kind }) => kind === 'CLOSED');
  return {
    endsAt: windows.endsAt,
    firstCut: await cutOf(history.versions[0]?.version),
    closingCut: await cutOf(history.versions.findLast(({ cutOffAt }) => cutOffAt !== undefined)?.version),
    closedAt: closed?.at,
    finalAt: windows.finalAt,
  };
}

function none(): Record<LateClass, bigint> {
  return Object.fromEntries(LATE_CLASSES.map((one) => [one, 0n])) as Record<LateClass, bigint>;
}
