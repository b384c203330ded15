import { nearest } from '#libs/domain/nearest.js';
import { BUILT_IN_SOURCES, isBuiltIn } from '#libs/domain/source.js';
import type { DepartmentEntry } from '../departments/departments-document.js';
import { casesOf, type Entries, ORDER_CASE, publishedBy, splitMilestone } from '../departments/heard-milestones.js';
import type { Mistake, Path } from '../finding.js';
import { sameCaseMistakes } from './check-same-case.js';
import { oneOfWords } from './documents.js';

/** What is wrong with the milestones that a department of the company's own hears, and with whose cases it has. */
export function heardMistakes(listener: string, entry: DepartmentEntry, entries: Entries, path: Path): Mistake[] {
  const heard = Object.entries(entry.hears ?? {}).flatMap(([variable, { milestone }]): Mistake[] => {
    const wrong = unknownMilestone(milestone, listener, entries);
    if (wrong !== undefined) return [{ path: [...path, 'hears', variable, 'milestone'], ...wrong }];
    return otherCase(milestone, listener, entries, path);
  });
  return [...heard, ...sameCaseMistakes(listener, entry, entries, path)];
}

type Wrong = Omit<Mistake, 'path'>;

function unknownMilestone(milestone: string, listener: string, entries: Entries): Wrong | undefined {
  const { source, name } = splitMilestone(milestone);
  if (!Object.hasOwn(entries, source))
    return isBuiltIn(source) ? notDeclared(source) : unknownDepartment(source, entries);
  if (source === listener) return ofItself(name);
  const names = publishedBy(source, entries);
  if (names.includes(name)) return undefined;
  const known = names.map((one) => `${source}/${one}`);
  return {
    reason: 'MILESTONE_UNKNOWN',
    problem: `${source} publishes no milestone ${name}.`,
    cure: known.length === 0 ? 'Remove it.' : `Write ${nearest(milestone, known) ?? oneOfWords(known)}.`,
  };
}

function unknownDepartment(source: string, entries: Entries): Wrong {
  const all = new Set([...Object.keys(entries), ...BUILT_IN_SOURCES]);
  const publishers = [...all].filter((one) => publishedBy(one, entries).length > 0);
  const cure = `Write ${nearest(source, publishers) ?? oneOfWords(publishers)} before the "/".`;
  return { reason: 'DEPARTMENT_UNKNOWN', problem: `There is no department ${source}.`, cure };
}

function notDeclared(source: string): Wrong {
  const problem = `The department hears a milestone of ${source}, which is not declared.`;
  const cure = `Declare ${source} in departments.yaml, or remove the milestone.`;
  return { reason: 'DEPARTMENT_NEEDED', problem, cure };
}

function ofItself(name: string): Wrong {
  const problem = `A department does not hear its own milestone ${name}.`;
  return {
    reason: 'MILESTONE_UNKNOWN',
    problem,
    cure: 'Remove it, and read the facts of which the milestone is made.',
  };
}

/** A milestone of another kind of case would never reach a case of the department. */
function otherCase(milestone: string, listener: string, entries: Entries, path: Path): Mistake[] {
  const { source } = splitMilestone(milestone);
  const needed = casesOf(source, entries);
  if (entries[listener]?.case === undefined || casesOf(listener, entries) === needed) return [];
  const what = needed === ORDER_CASE ? 'an order' : `a case of ${needed}`;
  return [
    {
      path: [...path, 'case'],
      atKey: true,
      reason: 'CASE_DIFFERS',
      problem: `${milestone} is about ${what}, and the cases of this department are others.`,
      cure: `Add same_as: ${needed} and name the case by the same values, or remove the milestone.`,
    },
  ];
}
