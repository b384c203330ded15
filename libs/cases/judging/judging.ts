import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { Class } from '#libs/domain/observation.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/**
 * A question a metric asks of a case, with the answer that stands once it may be judged. Which facts are known decides the
 * answer; how far the feeds have reported decides whether it is given yet. So a judge needs no clock.
 */
export interface Question {
  readonly metric: MetricDefinition;
  readonly unit: Unit;
  readonly day: Day;
  /** It may be judged once everything that happened before this instant has been reported. */
  readonly dueAt: Instant;
  readonly answer: Answer;
}

/** The answer: hit or miss for metrics that count cases (1 and 0 in one order or the other), a quantity for tallies. */
export interface Answer {
  readonly hits: number;
  readonly misses: number;
  readonly class: Class;
  /** Empty if and only if accountable. */
  readonly reason: string;
  /** Empty if and only if accountable. */
  readonly responsible: string;
}

export const HIT: Answer = { hits: 1, misses: 0, class: 'ACCOUNTABLE', reason: '', responsible: '' };
export const MISS: Answer = { hits: 0, misses: 1, class: 'ACCOUNTABLE', reason: '', responsible: '' };

/** The accountable answer to a yes/no question. */
export function answered(hit: boolean): Answer {
  return hit ? HIT : MISS;
}

/** The same answer, outside the department's account: `metric.notAccountable` must list the reason. */
export function outside(metric: MetricDefinition, reason: string, hit: boolean): Answer {
  const ground = metric.notAccountable.find((listed) => listed.reason === reason);
  if (ground === undefined) throw new Error(`${metric.metric} does not list ${reason}`);
  return { ...answered(hit), class: ground.class, reason: ground.reason, responsible: ground.responsible };
}
