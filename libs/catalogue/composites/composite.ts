import type { BuiltInSource } from '#libs/domain/observation.js';

/**
 * A figure that is made of the counts of several metrics when it is read: no case has a verdict for it. It has no weight, and no
 * pay follows from it. See docs/decisions: composites.
 */
export interface Composite {
  /** "complaint_ageing" */
  readonly id: string;
  /** Standard name and number. */
  readonly title: string;
  readonly question: string;
  /** How it is computed, one or two sentences. */
  readonly formula: string;
  /** What it does not say, one sentence. */
  readonly caution: string;
  /**
   * The department beside whose index it stands, or the company: then it stands beside each department that has one of the metrics, for
   * callers who see all departments.
   */
  readonly of: BuiltInSource | 'company';
  /** The ids of its metrics. Their lived counts are read. */
  readonly metrics: readonly string[];
  /** The figures, from the counts of the metrics in their order; each has cases. */
  readonly figures: (counts: readonly CasesOf[]) => readonly CompositeFigure[];
}

/** What was counted of one metric. */
export interface CasesOf {
  /** 0 to cases. */
  readonly hits: bigint;
  /** From 1. */
  readonly cases: bigint;
}

/** One figure, numerator by denominator: a share from 0 to 1, or contacts by orders, which may be more. */
export interface CompositeFigure {
  readonly figure: string;
  readonly numerator: bigint;
  /** From 1. */
  readonly denominator: bigint;
}

/** The figures of a composite; none while one of its metrics has no cases: what was not measured is never weighed as if it had been. */
export function figuresOf(
  composite: Composite,
  countOf: (metric: string) => CasesOf | undefined,
): readonly CompositeFigure[] {
  const counts = composite.metrics.flatMap((metric) => {
    const count = countOf(metric);
    return count === undefined || count.cases <= 0n ? [] : [count];
  });
  return counts.length < composite.metrics.length ? [] : composite.figures(counts);
}

/** The product of all cases but those of one place: what a share of that place is multiplied by for a common denominator. */
export function productOfCases(counts: readonly CasesOf[], except?: number): bigint {
  return counts.reduce((product, { cases }, place) => (place === except ? product : product * cases), 1n);
}
