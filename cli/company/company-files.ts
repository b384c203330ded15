import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Documents } from '#libs/documents/checks/documents.js';
import type { Finding } from '#libs/documents/finding.js';
import type { Kind } from '#libs/documents/kinds.js';
import { readCompany } from '#libs/documents/read-company.js';
import { call, type Refusal, refusalOf } from '#libs/grpc/client.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';

/** A document of a company's folder. */
export interface CompanyFile {
  /** "ruleset-2027.yaml" */
  readonly file: string;
  readonly kind: Kind;
  readonly text: string;
}

/** A folder with mistakes: nothing of it is proposed or published. */
export interface Mistaken {
  readonly kind: 'findings';
  readonly findings: readonly Finding[];
}

/** A document that the service did not take. */
export interface Refused {
  readonly file: string;
  readonly kind: 'refused';
  readonly refusal: Refusal;
}

/** Take what begins in the past, too: it is marked for ever and never payable. FIRST_VERSIONS: only of kinds without a version. */
type AllowAfterFirstDay = boolean | 'FIRST_VERSIONS';

/** The resource under which a kind of document is published. */
export const parentOf = (kind: Kind) => `documents/${kind}`;

/** The folder of a path to a folder or to one of its documents. */
export function folderOf(path: string): string {
  return isFile(path) ? dirname(path) : path;
}

/**
 * The documents of a folder, or one of them. All documents of the folder are checked.
 *
 * @param path  of the folder, or of one document in it
 * @returns     the company first, and the ruleset that begins first before the others
 */
export function companyFiles(path: string): readonly CompanyFile[] | Mistaken {
  const folder = folderOf(path);
  const checked = readCompany(folder, FACT_KINDS);
  if (checked.kind === 'findings') return checked;
  const only = isFile(path) ? basename(path) : undefined;
  return inOrder(checked.documents)
    .filter(({ file }) => only === undefined || file === only)
    .map((one) => ({ ...one, text: readFileSync(join(folder, one.file), 'utf8') }));
}

/** Why a person proposes or publishes, and what that person permits. */
export interface Stated {
  readonly reason: string;
  readonly allowAfterFirstDay: AllowAfterFirstDay;
}

/** What a request to propose or to publish a document says, whichever it is. @throws when the service does not answer */
export async function requestFor(
  documents: DocumentServiceClient,
  { kind, text }: Pick<CompanyFile, 'kind' | 'text'>,
  { reason, allowAfterFirstDay }: Stated,
) {
  const expectedLatestVersion = await newestVersion(documents, kind);
  const isAllowed = allowAfterFirstDay === 'FIRST_VERSIONS' ? expectedLatestVersion === 0 : allowAfterFirstDay;
  return { parent: parentOf(kind), text, reason, expectedLatestVersion, allowAfterFirstDay: isAllowed };
}

/** The number of the newest published version of a kind; 0 when there is none. */
async function newestVersion(documents: DocumentServiceClient, kind: Kind): Promise<number> {
  const listing = { parent: parentOf(kind), pageSize: 1, pageToken: '' };
  const { documents: newest } = await call(documents, 'listDocuments', listing);
  return newest[0]?.version ?? 0;
}

/** The refusal of a document. @throws the error when it is none, or when the service does not answer */
export function refusedFile(file: string, error: unknown): Refused {
  const refusal = refusalOf(error);
  if (refusal === undefined || refusal.status === 'UNAVAILABLE') throw error;
  return { file, kind: 'refused', refusal };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function inOrder({
  company,
  departments,
  metrics,
  rulesets,
  feeds,
  access,
  events,
  payPlan,
  exportProfiles,
  webhooks,
}: Documents): readonly Omit<CompanyFile, 'text'>[] {
  const last = { 'pay-plan': payPlan, 'export-profiles': exportProfiles, webhooks };
  const single = { company, departments, metrics, feeds, access, events, ...last };
  const others = Object.entries(single).flatMap(([kind, read]) =>
    read === undefined ? [] : [{ file: read.file, kind: kind as Kind }],
  );
  const sorted = rulesets.toSorted((a, b) => (firstOf(a) < firstOf(b) ? -1 : 1));
  return [...others, ...sorted.map(({ file }) => ({ file, kind: 'ruleset' as const }))];
}

/** Of every kind of period the first that the ruleset names; as text, months sort by time. */
function firstOf({ value }: { readonly value: { readonly calendar: object } }): string {
  const named = Object.values(value.calendar) as readonly { readonly first?: string }[];
  return named.map(({ first = '' }) => first).sort()[0] ?? '';
}
