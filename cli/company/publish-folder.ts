import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Documents } from '#libs/documents/checks/documents.js';
import { type Finding, findingText } from '#libs/documents/finding.js';
import type { Kind } from '#libs/documents/kinds.js';
import { readCompany } from '#libs/documents/read-company.js';
import { call, type Refusal, refusalOf } from '#libs/grpc/client.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';

export interface PublishingOptions {
  readonly reason: string;
  /** Who publishes, as a name; nothing proves it. */
  readonly publishedBy: string;
  /** Take what begins in the past, too: it is marked for ever and never payable. FIRST_VERSIONS: only of kinds without a version. */
  readonly allowAfterFirstDay: boolean | 'FIRST_VERSIONS';
  /** Ask for the same answers and store nothing. */
  readonly validateOnly?: boolean;
}

/** What became of one document of a folder. */
export type Published =
  | { readonly file: string; readonly kind: 'published' | 'unchanged'; readonly document: Document }
  | { readonly file: string; readonly kind: 'refused'; readonly refusal: Refusal };

/** A folder with mistakes: nothing of it was published. */
export interface Mistaken {
  readonly kind: 'findings';
  readonly findings: readonly Finding[];
}

/** The resource under which a kind of document is published. */
export const parentOf = (kind: Kind) => `documents/${kind}`;

/**
 * Publishes every document of a company's folder, the company first and the ruleset that begins first before the others. All documents
 * of the folder are checked before. A document may need the next version of another one, so those that were refused are tried again
 * as long as another one is published. What is published stays when another document is refused; a second run continues.
 *
 * @returns what became of each document: first those that are published or unchanged, then those that were refused
 * @throws when the service does not answer
 */
export async function publishFolder(
  documents: DocumentServiceClient,
  folder: string,
  options: PublishingOptions,
): Promise<readonly Published[] | Mistaken> {
  const checked = readCompany(folder, FACT_KINDS);
  if (checked.kind === 'findings') return checked;
  const all = inOrder(checked.documents).map((one) => ({ ...one, text: readFileSync(join(folder, one.file), 'utf8') }));
  const done: Published[] = [];
  let pending: readonly ToPublish[] = all;
  for (;;) {
    const refused: { readonly item: ToPublish; readonly result: Published }[] = [];
    const before = done.filter(({ kind }) => kind === 'published').length;
    for (const item of pending) {
      const result = await publishOne(documents, item, options, all);
      if (result.kind === 'refused') refused.push({ item, result });
      else done.push(result);
    }
    const isProgress = done.filter(({ kind }) => kind === 'published').length > before;
    if (refused.length === 0 || !isProgress || options.validateOnly === true)
      return [...done, ...refused.map(({ result }) => result)];
    pending = refused.map(({ item }) => item);
  }
}

interface ToPublish {
  readonly file: string;
  readonly kind: Kind;
  readonly text: string;
}

function inOrder({ company, departments, metrics, rulesets, feeds }: Documents): readonly Omit<ToPublish, 'text'>[] {
  const single = { company, departments, metrics, feeds };
  const others = Object.entries(single).flatMap(([kind, read]) =>
    read === undefined ? [] : [{ file: read.file, kind: kind as Kind }],
  );
  const sorted = rulesets.toSorted((a, b) => (firstOf(a) < firstOf(b) ? -1 : 1));
  return [...others, ...sorted.map(({ file }) => ({ file, kind: 'ruleset' as const }))];
}

async function publishOne(
  documents: DocumentServiceClient,
  { file, kind, text }: ToPublish,
  { allowAfterFirstDay, validateOnly = false, reason, publishedBy }: PublishingOptions,
  all: readonly ToPublish[],
): Promise<Published> {
  const expectedLatestVersion = await newestVersion(documents, kind);
  const allowed = allowAfterFirstDay === 'FIRST_VERSIONS' ? expectedLatestVersion === 0 : allowAfterFirstDay;
  try {
    const request = { parent: parentOf(kind), text, reason, publishedBy, expectedLatestVersion, validateOnly };
    const others = all.filter((one) => one.kind !== kind && one.kind !== 'ruleset');
    const beside = validateOnly ? others.map((one) => ({ parent: parentOf(one.kind), text: one.text })) : [];
    const document = await call(documents, 'publishDocument', { ...request, allowAfterFirstDay: allowed, beside });
    return { file, kind: document.version <= expectedLatestVersion ? 'unchanged' : 'published', document };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined || refusal.status === 'UNAVAILABLE') throw error;
    return { file, kind: 'refused', refusal };
  }
}

/**
 * The same for a folder that is known to be in order.
 *
 * @throws {Error} with every finding, or with the refusal
 */
export async function publishWhole(
  documents: DocumentServiceClient,
  folder: string,
  options: PublishingOptions,
): Promise<readonly Document[]> {
  const published = await publishFolder(documents, folder, options);
  if ('findings' in published) throw new Error(published.findings.map(findingText).join('\n'));
  return published.map((one) => {
    if (one.kind !== 'refused') return one.document;
    throw new Error(`${folder}/${one.file}: ${one.refusal.reason}: ${one.refusal.message}`);
  });
}

/** The number of the newest published version of a kind; 0 when there is none. */
async function newestVersion(documents: DocumentServiceClient, kind: Kind): Promise<number> {
  const listing = { parent: parentOf(kind), pageSize: 1, pageToken: '' };
  const { documents: newest } = await call(documents, 'listDocuments', listing);
  return newest[0]?.version ?? 0;
}

/** Of every kind of period the first that the ruleset names; as text, months sort by time. */
function firstOf({ value }: { readonly value: { readonly calendar: object } }): string {
  const named = Object.values(value.calendar) as readonly { readonly first?: string }[];
  return named.map(({ first = '' }) => first).sort()[0] ?? '';
}
