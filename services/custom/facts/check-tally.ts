import { type Objection, objectionToDay, objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import type { OwnDepartmentEntry, OwnTally } from '#libs/custom/own-fact.js';

/** More than a source counts on one day. */
const MOST = 100_000_000;

/** What is wrong with a tally: it is of a metric that the document says is tallied. */
export function objectionToTally(
  { metric, unit, day, hits, misses }: Omit<OwnTally, 'feed' | 'happenedAt'>,
  { metrics = {} }: OwnDepartmentEntry,
): Objection | undefined {
  const stated = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (stated === undefined)
    return { reason: 'METRIC_UNKNOWN', field: 'tally.metric', detail: `the document declares no metric "${metric}"` };
  if (stated.counts !== 'TALLY') {
    const detail = `${metric} counts cases; report facts, or a metric with "counts: TALLY"`;
    return { reason: 'METRIC_COUNTS_CASES', field: 'tally.metric', detail };
  }
  const ofPlace = objectionToUnit(unit, 'tally.unit') ?? objectionToDay(day, 'tally.day');
  if (ofPlace !== undefined) return ofPlace;
  const wrong = (['hits', 'misses'] as const).find(
    (name) => ({ hits, misses })[name] < 0 || { hits, misses }[name] > MOST,
  );
  if (wrong === undefined) return undefined;
  return {
    reason: 'TALLY_OUT_OF_RANGE',
    field: `tally.${wrong}`,
    detail: `${wrong} lies outside of 0 through ${MOST}`,
  };
}
