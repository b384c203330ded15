import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Documents } from '#libs/documents/checks/documents.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { type LostFacts, lostFacts } from '#libs/documents/departments/lost-facts.js';
import { type Difference, differences } from '#libs/documents/differences.js';
import type { Kind } from '#libs/documents/kinds.js';
import { type MovedUnit, movedUnits } from '#libs/documents/moved-units.js';
import { readCompany } from '#libs/documents/read-company.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';
import { type Mistaken, parentOf } from './publish-folder.js';

/** A document of a folder beside what is published. */
export interface Compared {
  readonly file: string;
  readonly kind: Kind;
  /** The name of a ruleset; empty for other kinds. */
  readonly title: string;
  /** The published version that it was compared with; undefined when there is none of its kind. */
  readonly published: Document | undefined;
  /** False for a kind of document that the service does not take. */
  readonly isPublishable: boolean;
  readonly differences: readonly Difference[];
  /** Of departments: the units that are counted in others than before. */
  readonly movedUnits: readonly MovedUnit[];
  /** Of departments: what stored facts of the company's own departments lose. */
  readonly lost: readonly LostFacts[];
}

/**
 * Compares every document of a company's folder with what is published: a ruleset with the version of its name or, if it has a new
 * name, with the newest one; every other document with the newest version of its kind.
 *
 * @throws when the service does not answer
 */
export async function diffFolder(
  documents: DocumentServiceClient,
  folder: string,
): Promise<readonly Compared[] | Mistaken> {
  const checked = readCompany(folder, FACT_KINDS);
  if (checked.kind === 'findings') return checked;
  const compared: Compared[] = [];
  for (const own of inFolder(checked.documents)) {
    const found = await publishedOf(documents, own);
    const isPublishable = found !== 'KIND_UNKNOWN';
    const published = isPublishable ? found : undefined;
    const { value, ...named } = own;
    const before = published === undefined ? undefined : parseYaml(published.text).value;
    const isOfDepartments = own.kind === 'departments' && before !== undefined;
    const moved = isOfDepartments ? movedUnits(before as DepartmentsDocument, value as DepartmentsDocument) : [];
    const lost = isOfDepartments ? lostFacts(before as DepartmentsDocument, value as DepartmentsDocument) : [];
    const changed = { differences: differences(before, value), movedUnits: moved, lost };
    compared.push({ ...named, published, isPublishable, ...changed });
  }
  return compared;
}

interface InFolder {
  readonly file: string;
  readonly kind: Kind;
  readonly title: string;
  readonly value: unknown;
}

function inFolder({ company, departments, metrics, rulesets, feeds }: Documents): readonly InFolder[] {
  const single = Object.entries({ company, departments, metrics, feeds }) as [Kind, Documents['company']][];
  return [
    ...single.flatMap(([kind, read]) => (read === undefined ? [] : [{ ...read, kind, title: '' }])),
    ...rulesets.map((read) => ({ ...read, kind: 'ruleset' as const, title: read.value.ruleset })),
  ];
}

async function publishedOf(
  documents: DocumentServiceClient,
  { kind, title }: InFolder,
): Promise<Document | undefined | 'KIND_UNKNOWN'> {
  const parent = parentOf(kind);
  try {
    const named = title === '' ? undefined : await versionNamed(documents, parent, title);
    return await call(documents, 'getDocument', { name: `${parent}/versions/${named?.version ?? 'latest'}` });
  } catch (error) {
    const reason = refusalOf(error)?.reason;
    if (reason === 'DOCUMENT_KIND_UNKNOWN') return 'KIND_UNKNOWN';
    if (reason === 'DOCUMENT_UNKNOWN') return undefined;
    throw error;
  }
}

async function versionNamed(
  documents: DocumentServiceClient,
  parent: string,
  title: string,
): Promise<Document | undefined> {
  let pageToken = '';
  do {
    const page = await call(documents, 'listDocuments', { parent, pageSize: 0, pageToken });
    const found = page.documents.find((one) => one.title === title);
    if (found !== undefined) return found;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return undefined;
}
