import type { BuiltInSource } from '#libs/domain/observation.js';

/**
 * The limits of a rule: whole numbers with their unit in the name, `{ limitMinutes: 60 }`, or a list of words. Where a company set the
 * limits they are texts: `{ limit: '4 working hours of the calendar helpdesk' }`.
 */
export type Parameters = Readonly<Record<string, number | string | readonly string[]>>;

/** What a limit may be. ELAPSED, CIVIL and WORKING are durations; the others are what their names say. */
export type LimitKind = 'ELAPSED' | 'CIVIL' | 'WORKING' | 'PPM' | 'SCORE' | 'COUNT' | 'SETTLEMENTS';

/** By what a limit may differ from case to case. */
export type Dimension = (typeof DIMENSION_NAMES)[number];
export const DIMENSION_NAMES = ['channel', 'priority', 'service_level', 'fulfilment', 'settlement'] as const;

/** One limit of a metric. */
export interface LimitSpec {
  /** What documents call it: "limit", "grace". */
  readonly name: string;
  readonly kinds: readonly LimitKind[];
  /** One sentence for the author of the document. */
  readonly meaning: string;
  /** The parameter that holds its default in the definition. */
  readonly parameter: string;
}

/** What a company may set of one metric. */
export interface MetricLimits {
  /** The id of the metric. */
  readonly metric: string;
  readonly limits: readonly LimitSpec[];
  /** Dimensions of its cases by which a limit may differ. */
  readonly by: readonly Dimension[];
  /** Its cases may move between the calendars of the company, so limits in working time read every one of them. */
  readonly followsMoves?: true;
}

/** Dimensions that the cases of a department have. */
export const DIMENSIONS: Readonly<Record<BuiltInSource, readonly Dimension[]>> = {
  ordering: ['settlement', 'fulfilment'],
  warehouse: ['service_level', 'fulfilment'],
  delivery: ['service_level', 'fulfilment'],
  support: ['channel', 'priority'],
  survey: [],
};
