import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { companyDocument } from '#libs/documents/company/company-document.js';
import { name as departmentName } from '#libs/documents/fields.js';
import { SOURCES } from '#libs/domain/observation.js';

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
    { question: 'departments', words: 'Departments', otherwise: SOURCES.join(',') },
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
  return [...SOURCES.filter((source) => named.includes(source)), ...own];
}

export function isBuiltIn(department: string): boolean {
  return SOURCES.some((source) => source === department);
}

/** Names of feeds and metrics are made of it, and they have at most 64 characters. */
const MOST_CHARACTERS = 50;
const NAME_RULE = `write at most ${MOST_CHARACTERS} characters of a-z, 0-9, "_" and "-", with a-z first.`;

function isAlike(one: string, other: string): boolean {
  return one.replaceAll('-', '_') === other.replaceAll('-', '_');
}

function problemOfDepartments(departments: readonly string[]): string | undefined {
  if (departments.length === 0) return `Name at least one department, such as ${SOURCES.join(',')}.`;
  const invalid = departments.find((one) => !departmentName.max(MOST_CHARACTERS).safeParse(one).success);
  if (invalid !== undefined) return `"${invalid}" is no name of a department: ${NAME_RULE}`;
  const alike = departments.find((one, place) => departments.slice(0, place).some((other) => isAlike(one, other)));
  if (alike !== undefined) return `"${alike}" stands there twice, or differs in "-" and "_" only.`;
  for (const department of departments) {
    const missing = neededBy(department).filter((needed) => !departments.includes(needed));
    if (missing.length > 0)
      return `${department} is measured by what ${missing.join(' and ')} reports. Name that, too.`;
  }
  return undefined;
}

/** Departments whose milestones every metric of a department waits for. */
function neededBy(department: string): readonly string[] {
  const metrics = CATALOGUE.all.filter(({ source }) => source === department);
  const [first, ...others] = metrics.map(({ needs }) => needs);
  return (first ?? []).filter((need) => others.every((needs) => needs.includes(need)));
}
