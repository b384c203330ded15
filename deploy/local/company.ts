import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { publishByTwo } from '#cli/company/publish-by-two.js';
import type { Published } from '#cli/company/publish-folder.js';
import { findingText } from '#libs/documents/finding.js';
import { readCompany } from '#libs/documents/read-company.js';
import { isBuiltIn, isDepartment, type OwnDepartment } from '#libs/domain/source.js';
import { demoPeople } from './demo-people.js';
import type { GivenInstallation } from './installation.js';

/** What a start takes of the folder of a company. */
export interface CompanyFolder {
  /** What its `env` says of the installation, as `cx init` writes it. */
  readonly installation: Partial<GivenInstallation>;
  /** The departments of its own. Each is a process. */
  readonly own: readonly OwnDepartment[];
}

/**
 * Checks the documents of a company, and reads what a start takes of them.
 *
 * @throws {Error} with every finding when the documents have mistakes, so that nothing is started for them
 */
export function readCompanyFolder(folder: string): CompanyFolder {
  const checked = readCompany(folder);
  if (checked.kind === 'findings') throw new Error(withFindings(folder, checked.findings.map(findingText)));
  const env = join(folder, 'env');
  const names = Object.keys(checked.documents.departments?.value.departments ?? {});
  return {
    installation: existsSync(env) ? installationIn(readFileSync(env, 'utf8')) : {},
    own: names.filter((name): name is OwnDepartment => isDepartment(name) && !isBuiltIn(name)),
  };
}

function installationIn(text: string): Partial<GivenInstallation> {
  const setting = (name: string) => new RegExp(`^${name}=(\\S+)$`, 'm').exec(text)?.[1];
  const [id, caseKey] = [setting('CX_INSTALLATION'), setting('CX_CASE_KEY')];
  return id === undefined || caseKey === undefined ? {} : { id, caseKey };
}

const LATE_LIMITS =
  'Limits of metrics.yaml began before they were published; periods that had begun are never payable (docs/company-documents.md).';

const NO_ACCESS =
  'Without access.yaml only the people of the groups rules-authors and rules-publishers may call, to publish it (docs/security.md).';

/** What came of publishing the documents of a company. */
export interface CompanyPublished {
  /** What to print. */
  readonly lines: readonly string[];
  /** Position of the newest document; 0 when none is published. */
  readonly newest: number;
}

/** Publishes the documents that say something new, as two people of the demo. */
export async function publishCompany(folder: string): Promise<CompanyPublished> {
  const published = await publishByTwo(demoPeople(), folder, {
    reason: `published by npm start from ${basename(folder)}`,
    // The first documents may begin with the month at hand; what began before stays without pay. Later ones are asked for by name.
    allowAfterFirstDay: 'FIRST_VERSIONS',
  });
  if ('findings' in published) return { lines: [withFindings(folder, published.findings.map(findingText))], newest: 0 };
  const newest = Math.max(0, ...published.map((one) => (one.kind === 'refused' ? 0 : one.document.position)));
  const isRuleset = (one: Published) => one.file.startsWith('ruleset');
  const fresh = published.flatMap((one) => (one.kind === 'published' && !isRuleset(one) ? [one.document] : []));
  const lines = published.flatMap((one) => {
    if (one.kind === 'refused') return [`Not published: ${one.file}: ${one.refusal.reason}: ${one.refusal.message}`];
    if (!isRuleset(one)) return [];
    const { title, firstDay, boundAfterStart } = one.document;
    const remark = boundAfterStart ? '; periods that had begun before it was published are never payable' : '';
    return [`Rules: ${title}, from ${firstDay}${remark}.`];
  });
  if (!published.some(({ file }) => file === 'access.yaml')) lines.push(NO_ACCESS);
  const kinds = fresh.map(({ name }) => name.split('/')[1]).join(', ');
  if (kinds === '') return { lines, newest };
  const isLate = fresh.some(({ name, boundAfterStart }) => boundAfterStart && name.startsWith('documents/metrics/'));
  return { lines: [`Published: ${kinds}.`, ...(isLate ? [LATE_LIMITS] : []), ...lines], newest };
}

function withFindings(folder: string, lines: readonly string[]): string {
  return `The documents in ${folder} have mistakes:\n${lines.join('\n')}`;
}
