import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { BUILT_IN_SOURCES, isBuiltIn, problemOfSource, RESERVED_NAMES } from '#libs/domain/source.js';
import type { DepartmentEntry } from '../departments/departments-document.js';
import { NAMING_TYPES, type OwnMetric } from '../departments/own-department.js';
import type { Mistake, Path } from '../finding.js';
import { expressionMistakes } from './check-expressions.js';
import { heardMistakes } from './check-heard.js';
import { checkUnits } from './check-units.js';
import { type Documents, type Found, oneOfWords, repeated } from './documents.js';

/** What is wrong inside the declared departments: their units, and what departments of the company's own state. */
export function checkDepartments(documents: Documents): Found[] {
  const { departments } = documents;
  if (departments === undefined) return [];
  const entries = Object.entries(departments.value.departments);
  const mistakes = entries.flatMap(([name, entry]) => {
    const path = ['departments', name];
    const own = isBuiltIn(name)
      ? builtIn(entry, path)
      : [...ownDepartment(entry, path, documents), ...heardMistakes(name, entry, departments.value.departments, path)];
    return [...reserved(name, path), ...checkUnits(entry.units ?? [], [...path, 'units']), ...own];
  });
  const twice = repeated(
    entries.flatMap(([name, { metrics = {} }]) => Object.keys(metrics).map((metric) => ({ name, metric }))),
    ({ metric }) => metric,
  ).map(({ value: { name, metric } }) => nameTaken(['departments', name, 'metrics', metric], metric));
  return [...mistakes, ...twice].map((mistake) => ({ file: departments.file, mistake }));
}

function reserved(name: string, path: Path): Mistake[] {
  if (problemOfSource(name) !== 'RESERVED') return [];
  const problem = `No department can be named ${name}.`;
  const cure = `Write a name other than ${oneOfWords(RESERVED_NAMES)}.`;
  return [{ path, atKey: true, reason: 'DEPARTMENT_RESERVED', problem, cure }];
}

const PARTS = ['case', 'facts', 'metrics'] as const;
const OF_OWN = [...PARTS, 'hears', 'publishes'] as const;

function builtIn(entry: DepartmentEntry, path: Path): Mistake[] {
  return OF_OWN.filter((part) => entry[part] !== undefined).map((part) => ({
    path: [...path, part],
    atKey: true,
    reason: 'DEPARTMENT_BUILT_IN',
    problem: `This department is built in; its ${part} cannot be stated.`,
    cure: `Remove ${part}, or declare a department with a name of your own.`,
  }));
}

function ownDepartment(entry: DepartmentEntry, path: Path, documents: Documents): Mistake[] {
  const isTallied = Object.values(entry.metrics ?? { none: {} }).every(
    (metric) => 'counts' in metric && metric.counts === 'TALLY',
  );
  // A department whose sources judge themselves has no cases, so it needs no facts.
  const lacking = PARTS.filter((part) => entry[part] === undefined && (part === 'metrics' || !isTallied));
  return [
    ...lacking.map(
      (part): Mistake => ({
        path,
        atKey: true,
        reason: 'DEPARTMENT_INCOMPLETE',
        problem: `A department of your own states what its ${part} ${part === 'case' ? 'is' : 'are'}.`,
        cure: `Add ${part}, or correct the name if one of ${oneOfWords(BUILT_IN_SOURCES)} is meant.`,
      }),
    ),
    ...namingMistakes(entry, path),
    ...choiceMistakes(entry, path),
    ...expressionMistakes(entry, path, documents),
    ...Object.entries(entry.metrics ?? {}).flatMap(([name, metric]) => [
      ...(isTaken(name, documents) ? [nameTaken([...path, 'metrics', name], name)] : []),
      ...classMistakes(metric, [...path, 'metrics', name, 'not_accountable']),
    ]),
  ];
}

/**
 * A name of the catalogue's is taken. A metric that had the name before the catalogue did keeps it, as long as the company does not ask the
 * metric of the catalogue: an upgrade breaks no document that is published.
 */
function isTaken(name: string, { keptNames, metrics }: Documents): boolean {
  const [listed] = CATALOGUE.named(name);
  if (listed === undefined) return false;
  const asked = metrics?.value.metrics ?? {};
  return !keptNames.includes(name) || Object.hasOwn(asked, listed.id) || Object.hasOwn(asked, listed.recordedAs);
}

function nameTaken(path: Path, name: string): Mistake {
  const problem = `There is another metric with the name ${name}.`;
  return { path, atKey: true, reason: 'METRIC_NAME_TAKEN', problem, cure: 'Give it a name that no other metric has.' };
}

/** A case is named by fields of each kind of fact, in a type in which one value is written in one way. */
function namingMistakes({ case: of, facts = {} }: DepartmentEntry, path: Path): Mistake[] {
  return (of?.named_by ?? []).flatMap((field, place) =>
    Object.entries(facts).flatMap(([kind, { fields }]): Mistake[] => {
      const at = [...path, 'case', 'named_by', place];
      const found = Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (found === undefined) {
        const cure = `Add the field to ${kind}, or write one of ${oneOfWords(Object.keys(fields))}.`;
        return [
          { path: at, reason: 'FIELD_UNKNOWN', problem: `The kind of fact ${kind} has no field ${field}.`, cure },
        ];
      }
      if (NAMING_TYPES.includes(found.type) && found.required !== false) return [];
      const problem = `The field ${field} of ${kind} cannot name a case: it is ${found.required === false ? 'not required' : `of type ${found.type}`}.`;
      const cure = `Name the case by required fields of type ${oneOfWords(NAMING_TYPES)}.`;
      return [{ path: at, reason: 'FIELD_TYPE_WRONG', problem, cure }];
    }),
  );
}

function choiceMistakes({ facts = {} }: DepartmentEntry, path: Path): Mistake[] {
  return Object.entries(facts).flatMap(([kind, { fields }]) =>
    Object.entries(fields).flatMap(([name, { type, choices }]): Mistake[] => {
      if ((type === 'choice') === (choices !== undefined)) return [];
      const problem = type === 'choice' ? 'A choice states no values.' : `A field of type ${type} has no choices.`;
      const cure =
        type === 'choice'
          ? 'Add choices, such as choices: [in_stock, sold_out].'
          : 'Remove choices, or write type: choice.';
      return [{ path: [...path, 'facts', kind, 'fields', name], atKey: true, reason: 'CHOICES_WRONG', problem, cure }];
    }),
  );
}

/** The first condition that is true decides. So none follows one that is always true, and none stands twice. */
function classMistakes({ not_accountable: classes = [] }: OwnMetric, path: Path): Mistake[] {
  const conditions = classes.map(({ when }) => when.replaceAll(/\s+/g, ' ').trim());
  const unreachable = conditions.flatMap((condition, place): Mistake[] => {
    const before = conditions.slice(0, place);
    if (condition !== 'false' && !before.includes('true') && !before.includes(condition)) return [];
    const problem =
      condition === 'false' ? 'This condition is never true.' : 'An earlier entry takes all of these cases.';
    const cure = 'Remove the entry, correct its condition, or move it up.';
    return [{ path: [...path, place, 'when'], reason: 'CLASS_UNREACHABLE', problem, cure }];
  });
  const twice = repeated(classes, ({ reason }) => reason).map(
    ({ value, place }): Mistake => ({
      path: [...path, place, 'reason'],
      reason: 'CLASS_REASON_TWICE',
      problem: `The reason ${value.reason} stands twice in this metric.`,
      cure: 'Give each entry a reason of its own.',
    }),
  );
  return [...unreachable, ...twice];
}
