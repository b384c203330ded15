import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Published, publishFolder } from '#cli/company/publish-folder.js';
import { documents } from '#cli/connect.js';
import { findingText } from '#libs/documents/finding.js';
import { readCompany } from '#libs/documents/read-company.js';
import { isBuiltIn, isDepartment, type OwnDepartment } from '#libs/domain/source.js';
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

/** Publishes the documents that say something new. Returns what to print. */
export async function publishCompany(folder: string): Promise<readonly string[]> {
  const published = await publishFolder(documents(), folder, {
    reason: `published by npm start from ${basename(folder)}`,
    publishedBy: 'npm start',
    // The first documents may begin with the month at hand; what began before stays without pay. Later ones are asked for by name.
    allowAfterFirstDay: 'FIRST_VERSIONS',
  });
  if ('findings' in published) return [withFindings(folder, published.findings.map(findingText))];
  const isRuleset = (one: Published) => one.file.startsWith('ruleset');
  const fresh = published.flatMap((one) => (one.kind === 'published' && !isRuleset(one) ? [one.document] : []));
  const lines = published.flatMap((one) => {
    if (one.kind === 'refused') return [`Not published: ${one.file}: ${one.refusal.reason}: ${one.refusal.message}`];
    if (!isRuleset(one)) return [];
    const { title, firstDay, boundAfterStart } = one.document;
    const remark = boundAfterStart ? '; periods that had begun before it was published are never payable' : '';
    return [`Rules: ${title}, from ${firstDay}${remark}.`];
  });
  const kinds = fresh.map(({ name }) => name.split('/')[1]).join(', ');
  if (kinds === '') return lines;
  const isLate = fresh.some(({ name, boundAfterStart }) => boundAfterStart && name.startsWith('documents/metrics/'));
  return [`Published: ${kinds}.`, ...(isLate ? [LATE_LIMITS] : []), ...lines];
}

function withFindings(folder: string, lines: readonly string[]): string {
  return `The documents in ${folder} have mistakes:\n${lines.join('\n')}`;
}
