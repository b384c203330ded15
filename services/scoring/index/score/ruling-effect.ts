import { RULED_OUT, RULED_TO_ANOTHER, rulingParty } from '#libs/domain/ruling.js';
import type { Source } from '#libs/domain/source.js';
import type { Count } from '../arithmetic/score-rate.js';
import type { IndexInput } from './department-index.js';
import { indexGivenBack } from './given-back.js';
import { addCounts, type ClassCount, NO_COUNT } from './metric-counts.js';

/** What rulings on single cases took out of the account of an index. */
export interface RulingEffect {
  /** Taken out, hits and misses alike; of all metrics of the index. */
  readonly takenOut: Count;
  /** Misses for which other parties answer instead. */
  readonly chargedToOthers: bigint;
  /** The index if the department answered for all of these; undefined when it would not be measured. */
  readonly indexWithoutE4: bigint | undefined;
}

/**
 * What rulings took out, and the index without them: the same rules over the counts with these cases among the accountable ones. What a
 * ruling took from the account of another party was not in this one. A miss that a ruling charges to the department itself looks like any
 * other miss in counts, so it stays.
 *
 * @returns undefined when no ruling took anything out
 */
export function rulingEffect(input: IndexInput): RulingEffect | undefined {
  const ruled = input.rules.flatMap(({ metric, stated }) =>
    (input.counts.get(metric)?.notAccountable ?? []).filter((count) => isOwn(count, stated.source)),
  );
  if (ruled.length === 0) return undefined;
  const sources = new Map(input.rules.map(({ metric, stated }) => [metric, stated.source]));
  const charged = ruled.filter(({ reason }) => reason === RULED_TO_ANOTHER);
  return {
    takenOut: ruled.filter(({ reason }) => reason === RULED_OUT).reduce(addCounts, NO_COUNT),
    chargedToOthers: charged.reduce((sum, { cases }) => sum + cases, 0n),
    indexWithoutE4: indexGivenBack(input, (count, metric) => isOwn(count, sources.get(metric))),
  };
}

/** Whether the department answered for these cases before a ruling. */
function isOwn({ reason, responsible }: ClassCount, source: Source | undefined): boolean {
  if (reason === RULED_TO_ANOTHER) return true;
  return source !== undefined && reason === RULED_OUT && responsible === rulingParty(source);
}
