import type { Calendars } from '#libs/domain/duration.js';
import type { Class, Source } from '#libs/domain/observation.js';
import { type CaseDimensions, type Limits, limitsOfParameters } from './limit-set.js';
import type { Parameters } from './limits.js';
import type { Evaluation, NotAsked } from './result.js';

export type { Parameters } from './limits.js';

/** A class other than ACCOUNTABLE that a case of a metric can fall into, and who answers for the case then. */
export interface NotAccountable {
  readonly class: Exclude<Class, 'ACCOUNTABLE'>;
  /** "UPSTREAM_HANDED_OVER_LATE" */
  readonly reason: string;
  /** "warehouse", "customer", or "unattributed" when the responsible party is not known. */
  readonly responsible: string;
  /** The published rule, one sentence. */
  readonly rule: string;
}

/** What is published of one definition of a metric, and what its hash covers. Everything here is data. */
export interface MetricDefinition {
  /** What callers, rulesets and pages call the metric: "first_response_in_time". No limit stands in it. */
  readonly id: string;
  /**
   * The name in verdicts, batches and counts: the id under which the metric was first published. It never changes, so that
   * counts stay comparable. Callers and rulesets may use it instead of the id.
   */
  readonly recordedAs: string;
  /** From 1. Another population, limit or rule is another number. */
  readonly definition: number;
  /** From 1. Raised when `evaluate` is corrected in a way that can change a result. */
  readonly codeVersion: number;
  readonly source: Source;
  /** Standard name and number: "On-time delivery, first promise (D01)". */
  readonly title: string;
  readonly question: string;
  /** The cases that are evaluated. */
  readonly population: string;
  /** What a hit is. */
  readonly hit: string;
  /** A miss, in the plural: "10 fewer late parcels". */
  readonly missesAre: string;
  /** The day a case belongs to: "promised day". */
  readonly datedBy: string;
  /** When a case is judged: "end of the promised day". */
  readonly judged: string;
  readonly parameters: Parameters;
  /**
   * The parameters that were added after definition 1 was published, each with the value with which every case is judged as
   * before. The hash leaves a parameter out while it has this value.
   */
  readonly addedParameters: Parameters;
  /** How the rule reads what could not be reported when definition 1 was published; one or two sentences each. Not part of the hash. */
  readonly addedRules: readonly string[];
  /** Civil days from the day a case belongs to until it can be judged at the latest: a period matures this much later. */
  readonly maturesAfterDays: number;
  /** Sources whose milestones must be complete before a case is judged; the owner's own feeds always must be. */
  readonly needs: readonly Source[];
  readonly notAccountable: readonly NotAccountable[];
  /** SCORED has a weight in the ruleset; BALANCING stands beside the number it could distort; DIAGNOSTIC is context. */
  readonly role: 'SCORED' | 'BALANCING' | 'DIAGNOSTIC';
  /** Cases are counted one by one; a tally counts a quantity per case (points given, days promised). */
  readonly counts: 'CASES' | 'TALLY';
  /** The id of the metric that shows when this one is gamed; empty where counter-metrics.ts lists it, so read it by `counterMetricOf`. */
  readonly counterMetric: string;
  readonly reportedBy: 'SELF' | 'COUNTERPARTY' | 'CUSTOMER' | 'THIRD_PARTY';
  /** The definition of the catalogue whose rule it has, where a company asks the metric by limits of its own. */
  readonly base?: MetricDefinition;
}

/** What of a definition states its limits in words. */
export type StatedWords = Pick<
  MetricDefinition,
  | 'title'
  | 'question'
  | 'population'
  | 'hit'
  | 'missesAre'
  | 'datedBy'
  | 'judged'
  | 'notAccountable'
  | 'maturesAfterDays'
>;

/** The limits of a company, for words that state them. */
export interface LimitsInWords {
  /** By the names that rules read. It says so when exceptions have other limits. */
  readonly text: Readonly<Record<string, string>>;
  readonly limits: Limits;
  readonly hasExceptions: boolean;
  /** The most civil days that one of the limits has, in exceptions too; 0 without such a limit. */
  readonly mostDays: number;
}

/** One definition of a metric with its rule: the unit that a metric's file exports. */
export interface Metric<Case = never, L extends object = Limits> extends MetricDefinition {
  /** The limits that its parameters state: those of a company that sets none. */
  readonly limits: L;
  /**
   * Pure: the same case and limits give the same result. Undefined when the case is outside the population whatever the limits are;
   * `NotAsked` when these limits leave it out.
   */
  evaluate(of: Case, limits: L, calendars: Calendars): Evaluation | NotAsked | undefined;
  /** What exceptions from its limits may ask of a case; unset without exceptions. */
  dimensionsOf?(of: Case): CaseDimensions;
  /** The words in which a definition with other limits differs; unset for a metric without limits. */
  words?(stated: LimitsInWords): Partial<StatedWords>;
}

/** A metric as its file writes it; what is left out has the value that most metrics have. */
export type MetricSpec<Case, L extends object> = Omit<Metric<Case, L>, Defaulted | 'limits' | 'base'> &
  Partial<Pick<MetricDefinition, Defaulted>>;
type Defaulted = 'recordedAs' | 'counterMetric' | 'addedParameters' | 'addedRules';

/** Makes the unit that a metric's file exports. */
export function defineMetric<Case, L extends object = Limits>(spec: MetricSpec<Case, L>): Metric<Case, L> {
  const limits = limitsOfParameters(spec.id, spec.parameters) as L;
  return { recordedAs: spec.id, counterMetric: '', addedParameters: {}, addedRules: [], ...spec, limits };
}

/** Another definition of the same metric: same rule, other parameters and the prose that states them. */
export function redefine<Case, L extends object>(
  metric: Metric<Case, L>,
  changes: Partial<Omit<MetricSpec<Case, L>, 'id' | 'recordedAs' | 'source' | 'counts'>> & {
    readonly definition: number;
  },
): Metric<Case, L> {
  const changed = { ...metric, ...changes };
  return { ...changed, limits: limitsOfParameters(metric.id, changed.parameters) as L };
}
