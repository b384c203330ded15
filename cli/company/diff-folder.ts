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
import { type Mistaken, parentOf } from './company-files.js';

/** KIND_UNKNOWN: the service does not take the kind. NOT_ALLOWED: the person may not read it. */
export type NotCompared = 'KIND_UNKNOWN' | 'NOT_ALLOWED';

/** A document of a folder beside what is published. */
export interface Compared {
  readonly file: string;
  readonly kind: Kind;
  /** The name of a ruleset; empty for other kinds. */
  readonly title: string;
  /** The published version that it was compared with; undefined when there is none of its kind. */
  readonly published: Document | undefined;
  /** Set when it could not be compared. */
  readonly why?: NotCompared;
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
    const published = typeof found === 'string' ? undefined : found;
    const { value, ...named } = own;
    const before = published === undefined ? undefined : parseYaml(published.text).value;
    const isOfDepartments = own.kind === 'departments' && before !== undefined;
    const moved = isOfDepartments ? movedUnits(before as DepartmentsDocument, value as DepartmentsDocument) : [];
    const lost = isOfDepartments ? lostFacts(before as DepartmentsDocument, value as DepartmentsDocument) : [];
    const changed = { differences: differences(before, value), movedUnits: moved, lost };
    compared.push({ ...named, published, ...(typeof found === 'string' && { why: found }), ...changed });
  }
  return compared;
}

interface InFolder {
  readonly file: string;
  readonly kind: Kind;
  readonly title: string;
  readonly value: unknown;
}

function inFolder({ rulesets, payPlan, exportProfiles, webhooks, ...documents }: Documents): readonly InFolder[] {
  const { company, departments, metrics, feeds, access, events } = documents;
  const last = { 'pay-plan': payPlan, 'export-profiles': exportProfiles, webhooks };
  const all = { company, departments, metrics, feeds, access, events, ...last };
  const single = Object.entries(all) as [Kind, Documents['company']][];
  return [
    ...single.flatMap(([kind, read]) => (read === undefined ? [] : [{ ...read, kind, title: '' }])),
    ...rulesets.map((read) => ({ ...read, kind: 'ruleset' as const, title: read.value.ruleset })),
  ];
}

/** The version with which a document is compared: that of its name or, without one, the newest of its kind. */
export async function publishedOf(
  documents: DocumentServiceClient,
  { kind, title }: Pick<InFolder, 'kind' | 'title'>,
): Promise<Document | undefined | NotCompared> {
  const parent = parentOf(kind);
  try {
    const named = title === '' ? undefined : await versionNamed(documents, parent, title);
    return await call(documents, 'getDocument', { name: `${parent}/versions/${named?.version ?? 'latest'}` });
  } catch (error) {
    const reason = refusalOf(error)?.reason;
    if (reason === 'DOCUMENT_KIND_UNKNOWN') return 'KIND_UNKNOWN';
    if (reason === 'CALLER_NOT_ALLOWED' && kind === 'access') return 'NOT_ALLOWED'; // it names people
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
