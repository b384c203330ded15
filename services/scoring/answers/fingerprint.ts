import type { LiveIndex } from './live-index.js';

/**
 * What makes an index another one to its readers: everything in it but the data it stands on, which moves with every batch, also
 * with those that bring nothing for it.
 */
export function fingerprint({ index, state, origin, waitsFor, context, ruleset }: LiveIndex): string {
  const { outcome, coverageBp, bounds, metrics } = index;
  const counts = metrics.map((metric) => [metric.rule.metric, metric.counts]);
  const shown = [outcome, coverageBp, bounds, counts, state, origin, waitsFor, context, ruleset.sha256.toString('hex')];
  return JSON.stringify(shown, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}
