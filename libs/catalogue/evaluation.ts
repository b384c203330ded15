import type { Calendars } from '#libs/domain/duration.js';
import type { Class } from '#libs/domain/observation.js';
import type { Unit } from '#libs/domain/unit.js';
import type { Limits } from './limit-set.js';
import type { Metric, MetricDefinition } from './metric.js';
import type { Evaluation, Result } from './result.js';

/** An evaluation with the definition it is by, and with who answers for it. */
export interface MetricEvaluation extends Omit<Evaluation, 'result'> {
  readonly metric: MetricDefinition;
  /** The limits that judge this case, for people; unset where there are none to state. */
  readonly limits?: Limits;
  /** The unit as it was reported, where it is counted in another one. */
  readonly reportedUnit?: Unit;
  /** The name of the declared event that takes the case out of the account; unset for one that stays in it. */
  readonly takenOutBy?: string;
  readonly result: AttributedResult;
}

/** A result and who answers for it. */
export interface AttributedResult {
  readonly hits: number;
  readonly misses: number;
  readonly class: Class;
  /** Empty if and only if accountable. */
  readonly reason: string;
  /** Empty if and only if accountable. */
  readonly responsible: string;
}

const NO_CALENDARS: Calendars = new Map();

/**
 * Evaluates every metric of a list on one case, by the limits of the catalogue. No case, no evaluations: too little is known yet.
 */
export function evaluate<Case>(metrics: readonly Metric<Case>[], of: Case | undefined): MetricEvaluation[] {
  if (of === undefined) return [];
  return metrics.flatMap((metric) => {
    const evaluation = metric.evaluate(of, metric.limits, NO_CALENDARS);
    if (evaluation === undefined || 'notAskedOn' in evaluation) return [];
    return [{ ...evaluation, metric, result: attribute(evaluation.result, metric) }];
  });
}

/** Nearly every result is one of these two. */
const OWN_HIT: AttributedResult = { hits: 1, misses: 0, class: 'ACCOUNTABLE', reason: '', responsible: '' };
const OWN_MISS: AttributedResult = { hits: 0, misses: 1, class: 'ACCOUNTABLE', reason: '', responsible: '' };

/**
 * Adds who answers for a result.
 *
 * @throws {Error} when the metric does not list the reason: a bug in its rule
 */
export function attribute({ hits, misses, reason }: Result, metric: MetricDefinition): AttributedResult {
  if (reason === undefined) {
    if (hits === 1 && misses === 0) return OWN_HIT;
    if (hits === 0 && misses === 1) return OWN_MISS;
    return { hits, misses, class: 'ACCOUNTABLE', reason: '', responsible: '' };
  }
  const listed = metric.notAccountable.find((one) => one.reason === reason);
  if (listed === undefined) throw new Error(`${metric.id} does not list the reason ${reason}`);
  return { hits, misses, class: listed.class, reason, responsible: listed.responsible };
}
