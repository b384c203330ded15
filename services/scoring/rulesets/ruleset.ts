import { createHash } from 'node:crypto';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { Definitions } from '#libs/catalogue/definitions.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { CALENDAR_KEYS, type CalendarKey } from '#libs/documents/ruleset/calendar-document.js';
import { type Closing, closingOf } from '#libs/documents/ruleset/closing-document.js';
import { type NamedPeriods, namedPeriods, names } from '#libs/documents/ruleset/named-periods.js';
import { type RulesetDocument, rulesetDocument } from '#libs/documents/ruleset/ruleset-document.js';
import { type SmallGroups, smallGroupsOf } from '#libs/documents/ruleset/small-groups-document.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Period, PeriodKind } from '#libs/domain/period.js';
import { type Department, inOrder, isDepartment } from '#libs/domain/source.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import type { Anchors } from '../index/arithmetic/score-rate.js';

/** One definition of a metric, by the name that it is recorded by. Only cells of this definition are counted. */
export interface CountedDefinition {
  readonly metric: string;
  readonly definition: number;
  /** The same definition, as the catalogue states it. */
  readonly stated: MetricDefinition;
}

/** What a metric counts for in an index. */
export interface MetricRule extends CountedDefinition {
  /** 1–10 000; those of a department add up to 10 000. */
  readonly weightBp: bigint;
  readonly anchors: Anchors;
}

/** Accountable cases below which a metric is not measured. */
export interface MinimumCases {
  readonly department: bigint;
  readonly unit: bigint;
}

/** The versioned document by which indexes are made. Data, never code. */
export interface Ruleset {
  /** "2018-first" */
  readonly name: string;
  /** SHA-256 of the canonical bytes, 32 bytes: the identity of the ruleset. */
  readonly sha256: Buffer;
  readonly publishedAt: Instant;
  /** The company's zone: it decides when a period is over, and nothing else. */
  readonly zone: Zone;
  /** The periods that it names, one entry for each kind. */
  readonly calendar: readonly NamedPeriods[];
  /** Accountable cases below which a metric is not measured, by the kind of the period. */
  readonly minimumCases: Readonly<Record<PeriodKind, MinimumCases>>;
  /** 0–10 000. */
  readonly minimumCoverageBp: bigint;
  /** How its periods are closed. */
  readonly closing: Closing;
  /** Whose index is not shown to others. */
  readonly smallGroups: SmallGroups;
  /** The built-in ones in the order of the journey, then the company's own by name. */
  readonly departments: ReadonlyMap<Department, readonly MetricRule[]>;
  /** Definitions of metrics without a weight, which give context to an index. Of others the first definition is counted. */
  readonly context: readonly CountedDefinition[];
}

/**
 * Reads and checks a ruleset. Its hash is that of its meaning, not of its layout: comments and order of keys do not count,
 * order of metrics does.
 *
 * @param text         YAML
 * @param definitions  what the ruleset may name, by id or by recorded name
 * @throws {RulesetError} with all mistakes at once
 */
export function parseRuleset(text: string, definitions: Definitions = CATALOGUE): Ruleset {
  const checked = rulesetDocument.safeParse(yamlOf(text));
  if (!checked.success) throw new RulesetError(checked.error.issues.map(({ path, message }) => ({ path, message })));
  const document = checked.data;
  const unknown = mistakesIn(document, definitions);
  if (unknown.length > 0) throw new RulesetError(unknown);
  return {
    name: document.ruleset,
    sha256: createHash('sha256').update(canonicalBytes(document)).digest(),
    publishedAt: Date.parse(document.published_at),
    zone: document.zone,
    calendar: namedPeriods(document.calendar),
    minimumCases: minimumCasesOf(document),
    minimumCoverageBp: BigInt(document.minimum_coverage_bp),
    closing: closingOf(document.closing),
    smallGroups: smallGroupsOf(document.small_groups),
    departments: new Map(
      weighedIn(document).map((department) => {
        const rules = document.departments[department] ?? [];
        return [department, rules.map((rule) => ruleFrom(rule, definitions))] as const;
      }),
    ),
    context: (document.context ?? []).map((one) => countedFrom(one, definitions)),
  };
}

/** @throws {RulesetError} when the text is no YAML */
function yamlOf(text: string): unknown {
  const { value, mistakes } = parseYaml(text);
  if (mistakes.length === 0) return value;
  throw new RulesetError(mistakes.map(({ line, problem }) => ({ path: [`line ${line}`], message: problem })));
}

/** The bytes that are hashed: one spelling for one meaning. */
export function canonicalBytes(document: RulesetDocument): Buffer {
  return Buffer.from(canonicalJson(document));
}

/** Whether the ruleset may judge this period. Rules bind before a period starts, so each names its periods. */
export function namesPeriod({ calendar }: Ruleset, period: Period): boolean {
  return calendar.some((named) => names(named, period));
}

/** All mistakes of a ruleset document. It stops the process: no index is made by half a ruleset. */
export class RulesetError extends Error {
  /** Each with its place in the document, "departments.delivery.0". */
  readonly mistakes: readonly { readonly path: string; readonly message: string }[];

  constructor(mistakes: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) {
    super(mistakes.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
    this.name = 'RulesetError';
    this.mistakes = mistakes.map(({ path, message }) => ({ path: path.join('.'), message }));
  }
}

/**
 * The definition of a metric that a ruleset counts: the one that it names, else the first. So a definition that is added later
 * changes nothing of the periods of earlier rulesets.
 *
 * @param metric  the name that it is recorded by
 */
export function definitionIn(ruleset: Ruleset | undefined, metric: string): number {
  const named = ruleset === undefined ? [] : [...[...ruleset.departments.values()].flat(), ...ruleset.context];
  return named.find((one) => one.metric === metric)?.definition ?? 1;
}

interface Named {
  readonly metric: string;
  readonly definition: number;
}

/** Definitions that this version does not know, and metrics in the index of a department that they are not of. */
function mistakesIn({ departments, context = [], small_groups }: RulesetDocument, definitions: Definitions) {
  const unknown = (path: readonly PropertyKey[], { metric, definition }: Named) =>
    definitions.find(metric, definition) === undefined
      ? [{ path, message: `this version knows no definition ${definition} of ${metric}` }]
      : [];
  const weighed = Object.entries(departments).flatMap(([department, rules]) => {
    if (!isDepartment(department)) {
      return [{ path: ['departments', department], message: `${department} is no department that has an index` }];
    }
    return rules.flatMap((rule, place) => {
      const path = ['departments', department, place];
      const stated = definitions.find(rule.metric, rule.definition);
      const isForeign = stated !== undefined && stated.source !== department;
      return isForeign ? [{ path, message: `${rule.metric} is a metric of ${stated.source}` }] : unknown(path, rule);
    });
  });
  const unweighed = Object.keys(small_groups?.people ?? {}).filter((department) => !(department in departments));
  return [
    ...weighed,
    ...context.flatMap((one, place) => unknown(['context', place], one)),
    ...unweighed.map((department) => ({
      path: ['small_groups', 'people', department],
      message: `${department} is no department that this ruleset weighs`,
    })),
  ];
}

function weighedIn({ departments }: RulesetDocument): readonly Department[] {
  return inOrder(Object.keys(departments).filter(isDepartment));
}

function countedFrom({ metric, definition }: Named, definitions: Definitions): CountedDefinition {
  const stated = definitions.find(metric, definition);
  if (stated === undefined) throw new Error(`definition ${definition} of ${metric} was checked to be known`);
  return { metric: stated.recordedAs, definition, stated };
}

function ruleFrom(rule: RulesetDocument['departments'][string][number], definitions: Definitions): MetricRule {
  return {
    ...countedFrom(rule, definitions),
    weightBp: BigInt(rule.weight_bp),
    anchors: { ...anchorsFrom(rule), ...(rule.too_high && { tooHigh: anchorsFrom(rule.too_high) }) },
  };
}

function anchorsFrom(written: { floor_ppm: number; target_ppm: number; world_class_ppm: number }) {
  return {
    floorPpm: BigInt(written.floor_ppm),
    targetPpm: BigInt(written.target_ppm),
    worldClassPpm: BigInt(written.world_class_ppm),
  };
}

function minimumCasesOf({ minimum_cases: written }: RulesetDocument): Ruleset['minimumCases'] {
  const exact = ({ department, unit }: { department: number; unit: number }): MinimumCases => ({
    department: BigInt(department),
    unit: BigInt(unit),
  });
  const own = Object.entries(CALENDAR_KEYS).map(([key, { kind }]) => [
    kind,
    exact(written[key as CalendarKey] ?? written),
  ]);
  return Object.fromEntries(own) as Record<PeriodKind, MinimumCases>;
}
