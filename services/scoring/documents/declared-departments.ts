import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { type Definitions, definitionsOf } from '#libs/catalogue/definitions.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { isBuiltIn, type OwnDepartment } from '#libs/domain/source.js';
import { definitionsBeside } from '#libs/rules/definitions-beside.js';
import { ownDefinitionsOf, ownDepartmentsOf } from '#libs/rules/own-rules-in.js';

/** What scoring knows of the departments that the company declared. */
export interface DeclaredDepartments {
  /** The company's own departments, by name. */
  readonly own: readonly OwnDepartment[];
  /** What a ruleset may name: the definitions of the catalogue's metrics by the company's limits, and of its own departments. */
  readonly definitions: Definitions;
}

/** A published version of the document `departments`. */
export interface DepartmentsVersion {
  readonly version: number;
  /** YAML */
  readonly text: string;
}

/**
 * Reads every version, not only the newest: what a department was counted by stays known after a later version drops it, and so do the
 * rulesets that weigh it.
 *
 * @param metrics  the newest version of the document `metrics`; its limits are those of the definitions. Undefined before the first one:
 *                 then the definitions are those of the catalogue
 */
export function declaredDepartments(
  versions: readonly DepartmentsVersion[],
  metrics: string | undefined,
): DeclaredDepartments {
  const read = versions.map(({ version, text }) => ({ version, value: departmentsIn(text) }));
  return {
    own: ownDepartmentsOf(read),
    definitions: definitionsOf(besideOwn(ofCatalogue(metrics), ownDefinitionsOf(read))),
  };
}

/** Why the next version cannot be published after the others: a metric belongs to one department and is counted in one way for ever. */
export function changedMetrics({ definitions }: DeclaredDepartments, text: string): readonly MetricDefinition[] {
  const next = declaredDepartments([{ version: 1, text }], undefined).definitions;
  const isOther = (one: MetricDefinition, before: MetricDefinition) =>
    one.source !== before.source || one.counts !== before.counts;
  return next.all.flatMap((one) => {
    const before = definitions.named(one.recordedAs)[0];
    return before !== undefined && isOther(one, before) ? [before] : [];
  });
}

/**
 * The names of the company's own metrics that the catalogue has, too. They were published first: a later version of this product brought
 * the other metric.
 */
export function keptNames({ all }: Definitions): readonly string[] {
  const own = all.filter(({ source, recordedAs }) => !isBuiltIn(source) && CATALOGUE.named(recordedAs).length > 0);
  return [...new Set(own.map(({ recordedAs }) => recordedAs))];
}

/** The company's own metric goes before the one of the catalogue with its name, of which nothing was counted. */
function besideOwn(
  catalogue: readonly MetricDefinition[],
  own: readonly MetricDefinition[],
): readonly MetricDefinition[] {
  const taken = new Set(own.flatMap(({ id, recordedAs }) => [id, recordedAs]));
  return [...catalogue.filter(({ id, recordedAs }) => !taken.has(id) && !taken.has(recordedAs)), ...own];
}

function ofCatalogue(metrics: string | undefined): readonly MetricDefinition[] {
  return metrics === undefined ? CATALOGUE.all : definitionsBeside(parseYaml(metrics).value as MetricsDocument);
}

function departmentsIn(text: string): DepartmentsDocument {
  return parseYaml(text).value as DepartmentsDocument;
}
