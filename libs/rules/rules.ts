import { type AskedMetric, evaluateAsked } from '#libs/catalogue/asked-metric.js';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { Metric, MetricDefinition } from '#libs/catalogue/metric.js';
import type { OwnRules } from '#libs/custom/own-rules.js';
import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { countedUnits } from '#libs/domain/counted-unit.js';
import type { Calendars } from '#libs/domain/duration.js';
import { isBuiltIn, type Source } from '#libs/domain/source.js';
import { type Day, dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { askedMetrics } from './asked-metrics.js';
import { calendarBegins, companyCalendars } from './company-calendars.js';
import { declaredEvents, type EventsOf } from './declared-events.js';
import { ownRulesIn } from './own-rules-in.js';
import { unitsIn } from './units-in.js';
import { newestOf, turnOn, turnsOf } from './versions.js';

/** The rules by which a source judges its cases: the documents of the company at one position, ready to be applied. */
export interface Rules {
  /** Of the newest document; 0 without documents. */
  readonly position: number;
  /** The metrics of the source that the company asks. */
  readonly metrics: readonly AskedMetric[];
  /** Every definition by which a case may be judged. */
  readonly definitions: readonly MetricDefinition[];
  readonly calendars: Calendars;
  /** Whether the company has a calendar of this name at an instant. */
  hasCalendar(name: string, at: Instant): boolean;
  /** What its documents state of a department of the company's own; unset for a built-in source. */
  readonly own?: OwnRules;
  /** Of the company, by its newest document; UTC without one. It decides which day is today. */
  readonly zone: Zone;
  /** Whether the company measures the source on a day. */
  isMeasuredOn(day: Day): boolean;
  /** The unit in which cases of a day are counted that feeds report of a unit: as `departments` says that holds on the day. */
  countedUnitOn(day: Day, reported: Unit): Unit;
  /** What declared events take out of the account of the source. */
  readonly events: Pick<EventsOf, 'version' | 'takingOut' | 'named'>;
  /** The versions of the documents that decide about a case of a day, for people. A kind that does not decide is left out. */
  versionsOn(day: Day): Readonly<Partial<Record<'company' | 'departments' | 'metrics' | 'events', number>>>;
}

/**
 * The rules that follow from documents. Without a document `metrics`, and on days on which `departments` does not list the source, it
 * judges nothing.
 *
 * @param documents  without a gap; they were checked before they were published
 */
export function rulesOf(documents: readonly PublishedDocument[], source: Source): Rules {
  const metrics = newestOf<MetricsDocument>(documents, 'metrics');
  const company = turnsOf<CompanyDocument>(documents, 'company');
  const departments = turnsOf<DepartmentsDocument>(documents, 'departments');
  const units = departments.map(({ from, value }) => ({ from, counted: countedUnits(unitsIn(value, source)) }));
  const asked =
    metrics === undefined ? [] : askedMetrics(metrics.value).filter(({ metric }) => metric.source === source);
  const calendars = companyCalendars(company);
  const begins = calendarBegins(company);
  const zone = newestOf<CompanyDocument>(documents, 'company')?.value.zone ?? 'UTC';
  const events = declaredEvents(documents, source);
  const own = isBuiltIn(source) ? undefined : ownRulesIn(documents, { source, calendars, zone });
  return {
    position: documents.reduce((most, { position }) => Math.max(most, position), 0),
    metrics: asked,
    definitions:
      own?.definitions ?? asked.flatMap(({ entries }) => entries.flatMap(({ definition }) => definition ?? [])),
    calendars,
    hasCalendar(name, at) {
      const begin = begins.get(name);
      return begin !== undefined && (begin.from === undefined || dayOf(at, begin.zone) >= begin.from);
    },
    ...(own && { own }),
    zone,
    isMeasuredOn: (day) => Object.hasOwn(turnOn(departments, day)?.value.departments ?? {}, source),
    events,
    countedUnitOn: (day, reported) => units.findLast(({ from }) => from <= day)?.counted(reported) ?? reported,
    versionsOn: (day) => ({
      ...(metrics === undefined ? {} : { metrics: metrics.version }),
      ...versionOf('company', turnOn(company, day) ?? company[0]),
      ...versionOf('departments', turnOn(departments, day)),
      ...(events.touches(day) ? { events: events.version } : {}),
    }),
  };
}

/** The rules of a source that has no documents yet: it judges nothing. */
export const NO_RULES: Rules = rulesOf([], 'survey');

/**
 * Evaluates metrics on one case, each by the entry of the company that the case belongs to. No case, no evaluations: too little is known
 * yet.
 *
 * @param metrics  those that read this kind of case; a metric that the company does not ask is left out
 */
export function evaluateBy<Case>(
  rules: Rules,
  metrics: readonly Metric<Case>[],
  of: Case | undefined,
): MetricEvaluation[] {
  if (of === undefined) return [];
  const askedOf = askedBy(rules);
  const evaluations: MetricEvaluation[] = [];
  for (const metric of metrics) {
    const asked = askedOf.get(metric.recordedAs);
    if (asked === undefined) continue;
    const found = evaluateAsked(metric, asked.entries, of, rules.calendars);
    if (found !== undefined && rules.isMeasuredOn(found.day)) evaluations.push(found);
  }
  return evaluations;
}

/** The metrics that rules ask, by their recorded names; made once for each rules. */
function askedBy(rules: Rules): ReadonlyMap<string, Rules['metrics'][number]> {
  const known = ASKED.get(rules);
  if (known !== undefined) return known;
  const asked = new Map(rules.metrics.map((one) => [one.metric.recordedAs, one]));
  ASKED.set(rules, asked);
  return asked;
}

const ASKED = new WeakMap<Rules, ReadonlyMap<string, Rules['metrics'][number]>>();

function versionOf(kind: 'company' | 'departments', turn: { readonly version: number } | undefined) {
  return turn === undefined ? {} : { [kind]: turn.version };
}
