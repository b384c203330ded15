import type { Calendars } from '#libs/domain/duration.js';
import type { Day } from '#libs/domain/time.js';
import { attribute, type MetricEvaluation } from './evaluation.js';
import { type LimitSet, type Limits, limitsFor } from './limit-set.js';
import type { Metric, MetricDefinition } from './metric.js';
import type { Evaluation, NotAsked } from './result.js';

/** What a company says of a metric from a day on. Its place among the entries, from 1, is the number of its definition. */
export interface LimitEntry {
  readonly validFrom: Day;
  readonly limits: LimitSet;
  /** The definition by these limits; undefined when the metric is not asked from that day on. */
  readonly definition: MetricDefinition | undefined;
}

/** A metric as a company asks it. */
export interface AskedMetric<Case = never> {
  readonly metric: Metric<Case>;
  /** In the order of the document, which need not be that of their days: a later entry corrects earlier ones. */
  readonly entries: readonly LimitEntry[];
}

/**
 * Evaluates a metric on a case by exactly one of the entries that a company has of it. It starts with the first one. A later entry takes the case over if the case
 * counts on its first day or later, both by the entry that had it and by its own limits. So a case has one evaluation whatever the limits
 * are, an entry changes nothing that counts before its first day, and a definition counts on no day before it.
 *
 * @returns undefined when no entry asks the case
 */
export function evaluateAsked<Case>(
  metric: Metric<Case>,
  entries: readonly LimitEntry[],
  of: Case,
  calendars: Calendars,
): MetricEvaluation | undefined {
  let holder: Judged | undefined;
  let day: Day | undefined;
  for (const entry of entries) {
    if (day !== undefined && day < entry.validFrom) continue;
    const limits =
      entry.limits.exceptions.length === 0
        ? entry.limits.limits
        : limitsFor(entry.limits, () => metric.dimensionsOf?.(of) ?? {});
    const found = metric.evaluate(of, limits, calendars);
    if (found === undefined) return undefined;
    const ownDay = 'notAskedOn' in found ? found.notAskedOn : found.day;
    const takesOver = ownDay >= entry.validFrom;
    if (takesOver) holder = { entry, limits, found };
    if (takesOver || day === undefined) day = ownDay;
  }
  const definition = holder?.entry.definition;
  if (holder === undefined || definition === undefined || 'notAskedOn' in holder.found) return undefined;
  const { found, limits } = holder;
  const { part, unit, day: itsDay, dueAt, standsStillSince, worked, result } = found;
  // Field by field: the evaluations of all metrics then have few shapes, which takes a fraction of the time of a spread.
  const evaluation: Writable<MetricEvaluation> = {
    unit,
    day: itsDay,
    dueAt,
    metric: definition,
    limits,
    result: attribute(result, definition),
  };
  if (part !== undefined) evaluation.part = part;
  if (standsStillSince !== undefined) evaluation.standsStillSince = standsStillSince;
  if (worked !== undefined) evaluation.worked = worked;
  return evaluation;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** What an entry that has the case found of it. */
interface Judged {
  readonly entry: LimitEntry;
  readonly limits: Limits;
  readonly found: Evaluation | NotAsked;
}
