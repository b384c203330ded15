import { DECLARED_EVENT } from '#libs/domain/declared-event.js';
import type { Count } from '../arithmetic/score-rate.js';
import type { IndexInput } from './department-index.js';
import { indexGivenBack } from './given-back.js';
import { addCounts, type ClassCount, NO_COUNT } from './metric-counts.js';

/** What one declared event took out of the account of an index. */
export interface EventEffect {
  /** "event/carrier_strike" */
  readonly event: string;
  /** Of all metrics of the index. */
  readonly takenOut: Count;
  /** The index if the department answered for these cases; undefined when it would not be measured. */
  readonly indexWithoutE4: bigint | undefined;
}

/**
 * What each declared event took out, and the index without it. Only what a department would answer for is taken out, so giving it back
 * is exact: the same rules over the counts with these cases among the accountable ones.
 *
 * @returns in order of name; empty when no event took anything out
 */
export function eventEffects(input: IndexInput): readonly EventEffect[] {
  const taken = input.rules.flatMap(({ metric }) =>
    (input.counts.get(metric)?.notAccountable ?? []).filter(isTakenOut),
  );
  const events = [...new Set(taken.map(({ responsible }) => responsible))].sort();
  return events.map((event) => {
    const own = taken.filter(({ responsible }) => responsible === event);
    return {
      event,
      takenOut: own.reduce(addCounts, NO_COUNT),
      indexWithoutE4: indexGivenBack(input, (count) => isTakenOut(count) && count.responsible === event),
    };
  });
}

function isTakenOut({ reason }: ClassCount): boolean {
  return reason === DECLARED_EVENT;
}
