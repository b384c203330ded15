import { type MetricReference, referenceOf } from '#libs/catalogue/references.js';
import type { Department } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import { addDays, type Instant, startOfDay } from '#libs/domain/time.js';
import type { CountsView } from '../counts/read.js';
import type { Count } from '../index/arithmetic/score-rate.js';
import { gatherCounts } from '../index/score/metric-counts.js';
import { type Suggestion, suggestAnchors } from '../index/suggest/suggest-anchors.js';
import { definitionIn, type MetricRule, type Ruleset } from '../rulesets/ruleset.js';
import { type PeriodCounts, periodsOf } from './period-counts.js';

/** Why a month says nothing about anchors. */
export type LeftOutMonth =
  /** It is not over, or its cases can still become due. */
  | 'NOT_MATURED'
  /** Cases wait for a feed. */
  | 'FEED_NOT_COMPLETE'
  | 'BATCHES_MISSING'
  /** Not the definition that the ruleset weighs; another definition of the metric was. */
  | 'DEFINITION_NOT_COUNTED'
  /** Fewer than the ruleset's minimum. */
  | 'TOO_FEW_CASES'
  /** Nothing is paid by generated cases, and no anchor is set by them. */
  | 'GENERATED_CASES';

/** What a metric counted in a month. */
export interface SuggestedMonth {
  readonly period: Period;
  readonly count: Count;
  /** Unset for a month that is used. */
  readonly leftOut?: LeftOutMonth;
}

/** What is suggested for one metric of a ruleset, and from what. */
export interface SuggestedMetric {
  readonly department: Department;
  readonly rule: MetricRule;
  readonly months: readonly SuggestedMonth[];
  readonly reference: MetricReference | undefined;
  readonly suggestion: Suggestion;
}

/**
 * Suggests anchors for every metric that a ruleset weighs, from the accountable cases of the whole department in some months.
 *
 * @param base    weights, definitions and minimum volumes are its
 * @param months  in order of time
 */
export function suggestMetrics(
  view: CountsView,
  { base, months, now }: { readonly base: Ruleset; readonly months: readonly Period[]; readonly now: Instant },
): readonly SuggestedMetric[] {
  const counts = months.map(periodsOf(view, (_, metric) => definitionIn(base, metric)));
  const counted = new Set(view.rows.map(({ metric, definition, day }) => `${metric} ${definition} ${day.slice(0, 7)}`));
  return [...base.departments].flatMap(([department, rules]) =>
    rules.map((rule) => {
      const own = counts.map((month): SuggestedMonth => {
        const leftOut = whyLeftOut(rule, month, { base, now, counted });
        const count = countOf(rule, month);
        return { period: month.period, count, ...(leftOut === undefined ? {} : { leftOut }) };
      });
      const reference = referenceOf(rule.stated.id);
      const used = own.flatMap(({ count, leftOut }) => (leftOut === undefined ? [count] : []));
      return { department, rule, months: own, reference, suggestion: suggestAnchors(used, exact(reference)) };
    }),
  );
}

function countOf({ metric }: MetricRule, month: PeriodCounts): Count {
  return gatherCounts(month.cellsOf(metric)).accountable;
}

function whyLeftOut(
  rule: MetricRule,
  month: PeriodCounts,
  { base, now, counted }: { readonly base: Ruleset; readonly now: Instant; readonly counted: ReadonlySet<string> },
): LeftOutMonth | undefined {
  const { period } = month;
  const { metric, definition, stated } = rule;
  const { hits, cases } = countOf(rule, month);
  const over = startOfDay(addDays(period.lastDay, 1 + stated.maturesAfterDays), base.zone);
  if (now < over) return 'NOT_MATURED';
  if (month.waitingOf(metric).some((waiting) => waiting.cases > 0n)) return 'FEED_NOT_COMPLETE';
  if (hits < 0n || cases < hits) return 'BATCHES_MISSING';
  if (month.cellsOf(metric).some(({ origin }) => origin === 'GENERATED')) return 'GENERATED_CASES';
  if (cases >= base.minimumCases.month.department) return undefined;
  const isOther = [...counted].some((one) => one.startsWith(`${metric} `) && one.endsWith(` ${period.name}`));
  const isOwn = counted.has(`${metric} ${definition} ${period.name}`);
  return isOther && !isOwn ? 'DEFINITION_NOT_COUNTED' : 'TOO_FEW_CASES';
}

function exact(reference: MetricReference | undefined) {
  if (reference === undefined) return undefined;
  const { targetPpm, worldClassPpm } = reference;
  return { targetPpm: BigInt(targetPpm), worldClassPpm: BigInt(worldClassPpm) };
}
