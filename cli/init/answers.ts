import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { companyDocument } from '#libs/documents/company/company-document.js';
import { BUILT_IN_SOURCES, isBuiltIn, isSource, problemOfSource, SOURCE_FORM } from '#libs/domain/source.js';
import { isAskedAtFirst } from './departments.js';

/** What `cx init` needs to know of a company. */
export interface Answers {
  readonly name: string;
  readonly zone: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Built-in departments first, in the order of the journey; then the company's own. */
  readonly departments: readonly string[];
}

export type Question = keyof Answers;

/** One question, as a terminal asks it and a flag answers it. */
export interface Asked {
  readonly question: Question;
  readonly words: string;
  /** Used when the answer is empty; undefined: there must be one. */
  readonly otherwise: string | undefined;
}

/** The questions in order. The zone of this machine is offered, because most companies have one zone. */
export function questions(zoneHere: string): readonly Asked[] {
  return [
    { question: 'name', words: 'Name of the company', otherwise: undefined },
    { question: 'zone', words: 'Time zone of the company', otherwise: zoneHere },
    { question: 'currency', words: 'Currency (ISO 4217)', otherwise: undefined },
    { question: 'departments', words: 'Departments', otherwise: BUILT_IN_SOURCES.join(',') },
  ];
}

/** What is wrong with an answer, as a sentence; undefined when it is good. The same rules as the linter has. */
export function problemOf(question: Question, text: string): string | undefined {
  if (question === 'departments') return problemOfDepartments(departmentsOf(text));
  const { error } = companyDocument.shape[question].safeParse(text);
  const [issue] = error?.issues ?? [];
  if (issue === undefined) return undefined;
  const cure = 'params' in issue ? String(issue.params?.['cure']) : '';
  return `"${text}": ${issue.message}. ${cure}`.trim();
}

/** "delivery, support" as a list, the built-in ones in the order of the journey and each once. */
export function departmentsOf(text: string): readonly string[] {
  const named = [
    ...new Set(
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
  ];
  const own = named.filter((one) => !isBuiltIn(one));
  return [...BUILT_IN_SOURCES.filter((source) => named.includes(source)), ...own];
}

/** What a name that was refused should be. */
function nameRule(refused: string): string {
  return problemOfSource(refused) === 'RESERVED' ? 'it means something else.' : `${SOURCE_FORM}.`;
}

function problemOfDepartments(departments: readonly string[]): string | undefined {
  if (departments.length === 0) return `Name at least one department, such as ${BUILT_IN_SOURCES.join(',')}.`;
  const invalid = departments.find((one) => !isSource(one));
  if (invalid !== undefined) return `"${invalid}" is no name of a department: ${nameRule(invalid)}`;
  for (const department of departments) {
    const missing = neededBy(department).filter((needed) => !departments.includes(needed));
    if (missing.length > 0)
      return `${department} is measured by what ${missing.join(' and ')} reports. Name that, too.`;
  }
  return undefined;
}

/** Departments whose milestones every metric waits for that a department is asked first. */
function neededBy(department: string): readonly string[] {
  const metrics = CATALOGUE.all.filter(({ id, source }) => source === department && isAskedAtFirst(id));
  const [first, ...others] = metrics.map(({ needs }) => needs);
  return (first ?? []).filter((need) => others.every((needs) => needs.includes(need)));
}
