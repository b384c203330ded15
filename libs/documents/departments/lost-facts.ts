import { isBuiltIn } from '#libs/domain/source.js';
import { pathText } from '../finding.js';
import type { DepartmentEntry, DepartmentsDocument } from './departments-document.js';

/** What a new version of the document does to facts that a department of the company's own has already stored. No mistake, but seldom meant. */
export interface LostFacts {
  readonly reason:
    | 'CASES_NAMED_ANEW'
    | 'DEPARTMENT_DROPPED'
    | 'FACT_KIND_DROPPED'
    | 'FIELD_DROPPED'
    | 'FIELD_TYPE_CHANGED';
  /** "departments.product.case" */
  readonly place: string;
  /** What happens, a sentence. */
  readonly effect: string;
}

/**
 * Compares two versions of the document, of which the first one is published.
 *
 * @returns what stored facts lose, in the order of the published version
 */
export function lostFacts(before: DepartmentsDocument, after: DepartmentsDocument): LostFacts[] {
  return Object.entries(before.departments)
    .filter(([name]) => !isBuiltIn(name))
    .flatMap(([name, entry]) => {
      const place = ['departments', name];
      const next = Object.hasOwn(after.departments, name) ? after.departments[name] : undefined;
      if (next === undefined) {
        const effect = `${name} takes no facts from then on, and its cases are not judged.`;
        return [{ reason: 'DEPARTMENT_DROPPED' as const, place: pathText(place), effect }];
      }
      return [...renamedCases(entry, next, place), ...droppedKinds(entry, next, place)];
    });
}

function renamedCases(before: DepartmentEntry, after: DepartmentEntry, place: readonly string[]): LostFacts[] {
  const keyOf = ({ case: of }: DepartmentEntry) => JSON.stringify([of?.named_by, of?.same_as]);
  if (before.case === undefined || after.case === undefined || keyOf(before) === keyOf(after)) return [];
  const effect =
    'Facts that are reported from then on belong to new cases. Stored facts stay with the old ones, and nothing joins a fact of both; a withdrawal of an old fact is refused or finds no fact.';
  return [{ reason: 'CASES_NAMED_ANEW', place: pathText([...place, 'case']), effect }];
}

function droppedKinds({ facts = {} }: DepartmentEntry, after: DepartmentEntry, place: readonly string[]): LostFacts[] {
  return Object.entries(facts).flatMap(([kind, { fields }]) => {
    const at = [...place, 'facts', kind];
    const next = after.facts && Object.hasOwn(after.facts, kind) ? after.facts[kind] : undefined;
    if (next === undefined) {
      const effect = `Facts of the kind ${kind} are refused from then on, and no expression reads the stored ones.`;
      return [{ reason: 'FACT_KIND_DROPPED' as const, place: pathText(at), effect }];
    }
    return Object.entries(fields).flatMap(([field, { type }]): LostFacts[] => {
      const found = Object.hasOwn(next.fields, field) ? next.fields[field] : undefined;
      if (found?.type === type) return [];
      const reason = found === undefined ? 'FIELD_DROPPED' : 'FIELD_TYPE_CHANGED';
      const effect =
        found === undefined
          ? `Facts with ${field} are refused from then on, and no expression reads it in the stored ones.`
          : `In stored facts ${field} is of type ${type} and not ${found.type}, so it is absent for expressions.`;
      return [{ reason, place: pathText([...at, 'fields', field]), effect }];
    });
  });
}
