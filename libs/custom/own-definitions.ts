import { definitionSha256 } from '#libs/catalogue/hash.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { splitMilestone } from '#libs/documents/departments/heard-milestones.js';
import { type OwnMetric, RULE_NAMES } from '#libs/documents/departments/own-department.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { groupBy } from '#libs/domain/group-by.js';
import { inOrder, type Source } from '#libs/domain/source.js';
import type { OwnDepartmentEntry } from './own-fact.js';

/** A published version of the document `departments`, as far as it states one department. */
export interface OwnVersion {
  /** From 1, in the order of publication. */
  readonly version: number;
  readonly entry: OwnDepartmentEntry;
}

/** A metric as one version of the document states it. */
export interface OwnDefinition {
  readonly version: number;
  readonly definition: MetricDefinition;
}

/**
 * The definitions of the metrics of a department of the company's own. The number of a definition is its place among the different
 * meanings that versions gave the metric: a version that changes only words keeps the number, and one that returns to an
 * earlier meaning returns to its number. What a definition means is its expressions, its classes and the facts that they read.
 */
export function ownDefinitions(versions: readonly OwnVersion[], source: Source): OwnDefinition[] {
  const meanings = new Map<string, string[]>();
  return versions
    .toSorted((a, b) => a.version - b.version)
    .flatMap(({ version, entry }) =>
      Object.entries(entry.metrics ?? {}).map(([name, metric]) => {
        const bare = meaningOf({ name, metric, entry, source });
        const hash = definitionSha256(bare).toString('hex');
        const known = meanings.get(name) ?? [];
        if (!known.includes(hash)) known.push(hash);
        meanings.set(name, known);
        return { version, definition: wordedDefinition(bare, metric, known.indexOf(hash) + 1) };
      }),
    );
}

/** Each definition once, in the words of the newest version that states it. */
export function newestDefinitions(stated: readonly OwnDefinition[]): MetricDefinition[] {
  const alike = groupBy(stated, ({ definition }) => `${definition.id} ${definition.definition}`);
  return [...alike.values()].flatMap((some) => some.at(-1)?.definition ?? []);
}

/** What the hash covers: no words for people, and no number. */
function meaningOf({
  name,
  metric,
  entry,
  source,
}: {
  name: string;
  metric: OwnMetric;
  entry: OwnDepartmentEntry;
  source: Source;
}): MetricDefinition {
  const rules = Object.fromEntries(RULE_NAMES.map((rule) => [rule, normal(metric[rule])]));
  const heard = heardMilestones(metric, entry);
  return {
    id: name,
    recordedAs: name,
    definition: 1,
    codeVersion: 1,
    source,
    ...NO_WORDS,
    population: rules['population'] ?? '',
    hit: rules['hit'] ?? '',
    datedBy: rules['day'] ?? '',
    judged: rules['due'] ?? '',
    parameters: {
      unit: rules['unit'] ?? '',
      facts: readFacts(metric, entry),
      namedBy: entry.case?.named_by ?? [],
      ...(entry.case?.same_as === undefined ? {} : { sameAs: entry.case.same_as }),
      ...(heard.length === 0 ? {} : { heard: heard.map(([, meaning]) => meaning) }),
    },
    addedParameters: {},
    addedRules: [],
    maturesAfterDays: metric.matures_after_days ?? 1,
    needs: inOrder(heard.map(([publisher]) => publisher)),
    notAccountable: (metric.not_accountable ?? []).map((one) => ({
      class: one.class,
      reason: one.reason,
      responsible: normal(one.responsible),
      rule: normal(one.when),
    })),
    role: metric.role,
    counts: metric.counts ?? 'CASES',
    counterMetric: '',
    reportedBy: 'SELF',
  };
}

const NO_WORDS = { title: '', question: '', missesAre: '' } as const;

/** The same meaning with the words of a version. Its hash is that of the meaning, because it has the same parameters. */
function wordedDefinition(bare: MetricDefinition, metric: OwnMetric, definition: number): MetricDefinition {
  const classes = (metric.not_accountable ?? []).map((one) => ({
    class: one.class,
    reason: one.reason,
    responsible: writtenText(one.responsible) ?? 'unattributed',
    rule: one.rule,
  }));
  const { title, question, misses_are: missesAre } = metric;
  return { ...bare, definition, title, question, missesAre, notAccountable: classes, base: bare };
}

/** The kinds of facts that a metric may read: those that its expressions name. Another type of a field is another meaning. */
function readFacts(metric: OwnMetric, { facts = {} }: OwnDepartmentEntry): string[] {
  return Object.entries(facts)
    .filter(([kind]) => isNamed(kind, metric))
    .map(([kind, { fields, counts = 'last' }]) => {
      const typed = Object.entries(fields).map(([name, { type, required }]) => [
        name,
        `${type}${required === false ? '?' : ''}`,
      ]);
      return canonicalJson({ kind, counts, fields: Object.fromEntries(typed) });
    })
    .sort();
}

/** The milestones that a metric may read, each with the department that publishes it. It waits until that one has reported too. */
function heardMilestones(metric: OwnMetric, { heard = {} }: OwnDepartmentEntry): (readonly [Source, string])[] {
  return Object.entries(heard)
    .filter(([name]) => isNamed(name, metric))
    .map(([name, { milestone, counts }]) => [
      splitMilestone(milestone).source as Source,
      canonicalJson({ name, milestone, counts }),
    ]);
}

/** Whether an expression of the metric names a kind of fact or a milestone. */
function isNamed(name: string, metric: OwnMetric): boolean {
  const classes = (metric.not_accountable ?? []).flatMap(({ when, responsible }) => [when, responsible]);
  const texts = [...RULE_NAMES.map((rule) => metric[rule] ?? ''), ...classes].join('\n');
  return new RegExp(`\\b${name}\\b`).test(texts);
}

/** Blanks outside of texts mean nothing, so they are no other meaning. */
function normal(expression = ''): string {
  return expression
    .replaceAll(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\s+/g, (_, text: string | undefined) => text ?? ' ')
    .trim();
}

/** The text of an expression that is nothing but a text: "supplier" of '"supplier"'. */
function writtenText(expression: string): string | undefined {
  return /^\s*(["'])([a-z0-9_/-]+)\1\s*$/.exec(expression)?.[2];
}
