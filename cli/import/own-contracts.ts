import type { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { findingText } from '#libs/documents/finding.js';
import { readCompany } from '#libs/documents/read-company.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { isBuiltIn } from '#libs/domain/source.js';
import { type Day, dayOf, type Zone } from '#libs/domain/time.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { FACT_CONTRACTS, FACT_KINDS, type FactContracts } from '#libs/maps/contract/fact-contract.js';
import { ownContracts } from '#libs/maps/contract/own-contract.js';
import { UsageError } from '../command.js';
import { documents } from '../connect.js';
import { answerOf, type WhenAway } from './when-away.js';

/**
 * The facts that a map may make. When it names departments of the company's own, the document `departments` says what these take: the
 * published one, or that of a folder.
 *
 * @param named   the departments of the map
 * @param folder  the company's documents, for a run without an installation; empty: the installation is asked
 * @throws {UsageError}    for a folder with mistakes
 * @throws {ServiceError}  of grpc-js when scoring does not answer
 */
export async function contractsFor(
  named: readonly string[],
  folder: string,
  whenAway: WhenAway = 'fail',
): Promise<FactContracts> {
  if (folder !== '') return { ...FACT_CONTRACTS, ...ownContracts(declaredIn(folder)) };
  if (named.every(isBuiltIn)) return FACT_CONTRACTS;
  const published = await publishedDepartments(whenAway);
  return published === undefined ? FACT_CONTRACTS : { ...FACT_CONTRACTS, ...ownContracts(published) };
}

function declaredIn(folder: string): DepartmentsDocument {
  const checked = readCompany(folder, FACT_KINDS);
  if (checked.kind === 'findings') {
    const [first] = checked.findings;
    throw new UsageError(
      `The documents in ${folder} have mistakes; cx company lint ${folder} lists them.${first === undefined ? '' : ` The first: ${findingText(first)}`}`,
    );
  }
  const { departments } = checked.documents;
  if (departments === undefined) throw new UsageError(`${folder} has no departments.yaml.`);
  return departments.value;
}

/** The version that holds today, by which the departments take facts. Undefined when there is none. */
async function publishedDepartments(whenAway: WhenAway): Promise<DepartmentsDocument | undefined> {
  const scoring = documents();
  try {
    const zone = await companyZone(scoring, whenAway);
    const version = await versionOn(scoring, dayOf(Date.now(), zone));
    return version === undefined ? undefined : ((await textOf(scoring, version)) as DepartmentsDocument);
  } finally {
    scoring.close();
  }
}

async function companyZone(scoring: DocumentServiceClient, whenAway: WhenAway): Promise<Zone> {
  const company = await answerOf('scoring', whenAway, () => textOf(scoring, 'documents/company/versions/latest'));
  return (company as { readonly zone: Zone } | undefined)?.zone ?? 'UTC';
}

/**
 * The newest version whose first day has come. Before the first day of all there is none, and the oldest one tells what will be taken: the
 * department refuses facts until then.
 */
async function versionOn(scoring: DocumentServiceClient, today: Day): Promise<string | undefined> {
  let oldest: string | undefined;
  let pageToken = '';
  do {
    const page = await call(scoring, 'listDocuments', { parent: 'documents/departments', pageSize: 0, pageToken });
    const holding = page.documents.find(({ firstDay }) => firstDay <= today);
    if (holding !== undefined) return holding.name;
    oldest = page.documents.at(-1)?.name ?? oldest;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return oldest;
}

/** A published document; undefined when there is no such version. It was checked before it was published. */
async function textOf(scoring: DocumentServiceClient, name: string): Promise<unknown> {
  try {
    return parseYaml((await call(scoring, 'getDocument', { name })).text).value;
  } catch (error) {
    if (refusalOf(error)?.reason === 'DOCUMENT_UNKNOWN') return undefined;
    throw error;
  }
}
