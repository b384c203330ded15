import { LISTS } from '#libs/expressions/fact-lists.js';
import type { DepartmentEntry } from '../departments/departments-document.js';
import { readExpressions, readPublished, surroundingsOf } from '../departments/expressions.js';
import { heardBy } from '../departments/heard-milestones.js';
import { RULE_NAMES } from '../departments/own-department.js';
import type { Mistake, Path } from '../finding.js';
import type { Documents } from './documents.js';

/** What is wrong with the expressions of a department of the company's own, and with the names that they use. */
export function expressionMistakes(entry: DepartmentEntry, path: Path, { company, departments }: Documents): Mistake[] {
  // A document that is checked alone may name calendars: whether there are such is found beside company.yaml.
  const calendars = company && new Set(Object.keys(company.value.calendars ?? {}));
  const heard = heardBy(entry, departments?.value.departments ?? {});
  const surroundings = surroundingsOf(entry, heard, calendars);
  const ownFacts = surroundingsOf(entry, {}, calendars);
  const found = [
    ...Object.entries(entry.publishes ?? {}).flatMap(([name, milestone]) => readPublished(name, milestone, ownFacts)),
    ...Object.entries(entry.metrics ?? {}).flatMap(([name, metric]) => readExpressions(name, metric, surroundings)),
  ];
  const mistakes = found.flatMap(({ path: inside, text, checked }): Mistake[] => {
    const at = [...path, ...inside];
    if (text.trim() === '') return [{ path: at, ...BLANK }];
    if (checked.kind === 'checked') return [];
    const read = inside[0] === 'publishes' ? namedIn(text, Object.keys(heard)) : undefined;
    if (read !== undefined) return [{ path: at, ...ofMilestone(read) }];
    return checked.mistakes.map(({ offset, ...mistake }) => ({ path: at, inside: offset, ...mistake }));
  });
  return [...reservedNames(entry, path), ...ruleMistakes(entry, path), ...mistakes];
}

/** A metric that counts cases states all rules; one that is tallied states none. */
function ruleMistakes({ metrics = {} }: DepartmentEntry, path: Path): Mistake[] {
  return Object.entries(metrics).flatMap(([name, metric]): Mistake[] => {
    const at = [...path, 'metrics', name];
    const isTallied = metric.counts === 'TALLY';
    const stated = [...RULE_NAMES, 'not_accountable' as const].filter((rule) => metric[rule] !== undefined);
    if (isTallied)
      return stated.map((rule) => ({
        path: [...at, rule],
        atKey: true,
        reason: 'METRIC_IS_TALLIED',
        problem: `The source of a tallied metric judges itself, so ${rule} would never be asked.`,
        cure: `Remove ${rule}, or write counts: CASES.`,
      }));
    const lacking = RULE_NAMES.filter((rule) => metric[rule] === undefined);
    return lacking.map((rule) => ({
      path: at,
      atKey: true,
      reason: 'METRIC_INCOMPLETE',
      problem: `A metric that counts cases states its ${rule}.`,
      cure: `Add ${rule}, or write counts: TALLY if the source judges itself.`,
    }));
  });
}

function namedIn(text: string, names: readonly string[]): string | undefined {
  return names.find((name) => new RegExp(`\\b${name}\\b`).test(text));
}

/** Its department could not say how far it is: the milestones that it hears may still come. */
function ofMilestone(read: string): Omit<Mistake, 'path'> {
  const problem = `A milestone is made of the facts of its own department; ${read} is a milestone of another one.`;
  const cure = `Read facts instead; a department that needs ${read} hears it itself.`;
  return { reason: 'MILESTONE_OF_MILESTONE', problem, cure };
}

const BLANK = {
  reason: 'EXPRESSION_BLANK',
  problem: 'This expression is empty.',
  cure: 'Write an expression in CEL; "true" takes every case.',
} as const;

/** Words of CEL, and the fields that every fact has. */
const RESERVED = new Set(
  'as break const continue else false for function has if import in let loop null package namespace return true var void while'.split(
    ' ',
  ),
);
const EVERY_FACT = ['fact_id', 'happened_at'];

function reservedNames({ facts = {}, hears = {} }: DepartmentEntry, path: Path): Mistake[] {
  const heard = Object.keys(hears).filter((name) => RESERVED.has(name) || name === LISTS || Object.hasOwn(facts, name));
  const ofFacts = Object.entries(facts).flatMap(([kind, { fields }]) => {
    const at = [...path, 'facts', kind];
    const taken = Object.keys(fields).filter((field) => RESERVED.has(field) || EVERY_FACT.includes(field));
    return [
      ...(RESERVED.has(kind) || TAKEN_KINDS.includes(kind) ? [reserved(at, kind)] : []),
      ...taken.map((field) => reserved([...at, 'fields', field], field)),
    ];
  });
  return [...ofFacts, ...heard.map((name) => reserved([...path, 'hears', name], name))];
}

/** Kinds under which facts are stored that no document declares, and the name of the lists of facts. */
const TAKEN_KINDS = ['withdrawal', 'tally', LISTS];

function reserved(path: Path, name: string): Mistake {
  const problem = `The name ${name} means something else already.`;
  return { path, atKey: true, reason: 'NAME_RESERVED', problem, cure: `Write another name, such as ${name}_seen.` };
}
