import type { LiveIndex } from '../answers/live-index.js';
import type { DepartmentIndex } from '../index/score/department-index.js';

/** An index is made anew when counts move on, so what was printed of it holds as long as it is there. */
const PRINTED = new WeakMap<DepartmentIndex, string>();

/**
 * What makes an index another one to its readers: everything in it but the data it stands on, which moves with every batch, also
 * with those that bring nothing for it.
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
