import type { LiveIndex } from '../answers/live-index.js';
import type { DepartmentIndex } from '../index/score/department-index.js';

/** The fingerprint of each index. An index object never changes: new counts make a new object. */
const PRINTED = new WeakMap<DepartmentIndex, string>();

/**
 * A text that changes when the index changes for its readers. It covers everything except the data state, which changes with
 * every batch, also with batches that do not belong to the index.
 */
export function fingerprint(live: LiveIndex): string {
  const known = PRINTED.get(live.index);
  const printed = known ?? printOf(live);
  if (known === undefined) PRINTED.set(live.index, printed);
  return `${live.state} ${printed}`;
}

function printOf({ index, origin, waitsFor, context, ruleset }: LiveIndex): string {
  const { outcome, coverageBp, bounds, metrics } = index;
  const counts = metrics.map((metric) => [metric.rule.metric, metric.counts]);
  const shown = [outcome, coverageBp, bounds, counts, origin, waitsFor, context, ruleset.sha256.toString('hex')];
  return JSON.stringify(shown, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
