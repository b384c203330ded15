import type { Class, Source } from '#libs/domain/observation.js';

/** A class other than ACCOUNTABLE that a case of a metric can fall into, and who answers for it then. */
export interface NotAccountable {
  readonly class: Exclude<Class, 'ACCOUNTABLE'>;
  /** "UPSTREAM_HANDED_OVER_LATE" */
  readonly reason: string;
  /** "warehouse", "customer", or "unattributed" when nobody is known to. */
  readonly responsible: string;
  /** The published rule, one sentence. */
  readonly rule: string;
}

/**
 * One definition of a metric: a yes/no question asked of cases. Data, never code: the judge of the same name lives in the
 * service that owns it, and a test demands one for each. Another limit or population is another definition number.
 */
export interface MetricDefinition {
  /** "delivered_by_first_promise" */
  readonly metric: string;
  /** From 1. */
  readonly definition: number;
  readonly source: Source;
  /** Standard name and id: "On-time delivery, first promise (D01)". */
  readonly title: string;
  readonly question: string;
  /** Which cases are asked. */
  readonly population: string;
  /** What a hit is. */
  readonly hit: string;
  /** Which day a case belongs to: "promised day". */
  readonly datedBy: string;
  /** When it is judged: "end of the promised day". */
  readonly judged: string;
  /** Civil days from the day a case belongs to until it may be judged at the latest: a period matures this much later. */
  readonly maturesAfterDays: number;
  /** Sources whose milestones must be complete before a case may be judged; the owner's own feeds always must. */
  readonly needs: readonly Source[];
  readonly notAccountable: readonly NotAccountable[];
  /** SCORED has a weight in the ruleset; BALANCING stands beside the number it could distort; DIAGNOSTIC is context. */
  readonly role: 'SCORED' | 'BALANCING' | 'DIAGNOSTIC';
  /** Cases are counted one by one; a tally counts a quantity per case (points given, days promised). */
  readonly counts: 'CASES' | 'TALLY';
  /** The metric that would show it being gamed; empty when there is none yet. */
  readonly counterMetric: string;
  readonly reportedBy: 'SELF' | 'COUNTERPARTY' | 'CUSTOMER' | 'THIRD_PARTY';
}
