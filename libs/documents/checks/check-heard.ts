import { nearest } from '#libs/domain/nearest.js';
import { BUILT_IN_SOURCES, isBuiltIn } from '#libs/domain/source.js';
import type { DepartmentEntry } from '../departments/departments-document.js';
import { milestonesOf, ORDER_CASE, splitMilestone } from '../departments/heard-milestones.js';
import type { Mistake, Path } from '../finding.js';
import { oneOfWords } from './documents.js';

/** All departments of the document, by name. */
type Entries = Readonly<Record<string, DepartmentEntry>>;

/** What is wrong with the milestones that a department of the company's own hears, and with whose cases it has. */
export function heardMistakes(name: string, entry: DepartmentEntry, entries: Entries, path: Path): Mistake[] {
  const heard = Object.entries(entry.hears ?? {}).flatMap(([variable, { milestone }]): Mistake[] => {
    const at = [...path, 'hears', variable, 'milestone'];
    const unknown = unknownMilestone(milestone, name, entries);
    if (unknown !== undefined) return [{ path: at, ...unknown }];
    return otherCase(milestone, entry, path);
  });
  return [...heard, ...caseMistakes(entry, path)];
}

type Wrong = Omit<Mistake, 'path'>;

function unknownMilestone(milestone: string, listener: string, entries: Entries): Wrong | undefined {
  const { source, name } = splitMilestone(milestone);
  if (!Object.hasOwn(entries, source)) {
    if (isBuiltIn(source)) return notDeclared(source);
    const publishers = [...new Set([...Object.keys(entries), ...BUILT_IN_SOURCES])].filter((one) => publishes(one));
    const cure = `Write ${nearest(source, publishers) ?? oneOfWords(publishers)} before the "/".`;
    return { reason: 'DEPARTMENT_UNKNOWN', problem: `There is no department ${source}.`, cure };
  }
  const names: readonly string[] = milestonesOf(source);
  if (names.includes(name) && source !== listener) return undefined;
  const known = names.map((one) => `${source}/${one}`);
  return {
    reason: 'MILESTONE_UNKNOWN',
    problem: `${source} publishes no milestone ${name}.`,
    cure: known.length === 0 ? 'Remove it.' : `Write ${nearest(milestone, known) ?? oneOfWords(known)}.`,
  };
}

function publishes(source: string): boolean {
  return milestonesOf(source).length > 0;
}

function notDeclared(source: string): Wrong {
  const problem = `The department hears a milestone of ${source}, which is not declared.`;
  return {
    reason: 'DEPARTMENT_NEEDED',
    problem,
    cure: `Declare ${source} in departments.yaml, or remove the milestone.`,
  };
}

/** A milestone of another kind of case would never reach a case of the department. */
function otherCase(milestone: string, entry: DepartmentEntry, path: Path): Mistake[] {
  const { source } = splitMilestone(milestone);
  if (entry.case === undefined || entry.case.same_as === ORDER_CASE) return [];
  return [
    {
      path: [...path, 'case'],
      atKey: true,
      reason: 'CASE_DIFFERS',
      problem: `${milestone} is about an order of ${source}, and the cases of this department are none.`,
      cure: 'Add same_as: order and name the case by the order, or remove the milestone.',
    },
  ];
}

/** An order is named by one text, as ordering names it. */
function caseMistakes({ case: of, facts = {} }: DepartmentEntry, path: Path): Mistake[] {
  const sameAs = of?.same_as;
  if (of === undefined || sameAs === undefined) return [];
  const at = [...path, 'case', 'same_as'];
  if (sameAs !== ORDER_CASE) {
    const cure = 'Write order.';
    return [{ path: at, reason: 'CASE_DIFFERS', problem: `No department can share the cases of ${sameAs}.`, cure }];
  }
  const [field, ...more] = of.named_by;
  const types = Object.values(facts).flatMap(({ fields }) =>
    field && Object.hasOwn(fields, field) ? (fields[field]?.type ?? []) : [],
  );
  if (more.length === 0 && types.every((type) => type === 'text')) return [];
  const problem = 'An order is named by one text, the id that the shop reports.';
  return [
    {
      path: [...path, 'case', 'named_by'],
      reason: 'FIELD_TYPE_WRONG',
      problem,
      cure: 'Name the case by one field of type text, such as order_id.',
    },
  ];
}
