import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { type Finding, findingText } from '#libs/documents/finding.js';
import { readCompany } from '#libs/documents/read-company.js';
import { call, type Refusal, refusalOf } from '#libs/grpc/client.js';

export interface PublishingOptions {
  readonly reason: string;
  /** Who publishes, as a name; nothing proves it. */
  readonly publishedBy: string;
  /** Take what begins in the past, too: it is marked for ever and never payable. */
  readonly allowAfterFirstDay: boolean;
  /** Ask for the same answers and store nothing. */
  readonly validateOnly?: boolean;
}

/** What became of one document of a folder. */
export type Published =
  | { readonly file: string; readonly kind: 'published'; readonly document: Document }
  | { readonly file: string; readonly kind: 'refused'; readonly refusal: Refusal };

/** A folder with mistakes: nothing of it was published. */
export interface Mistaken {
  readonly kind: 'findings';
  readonly findings: readonly Finding[];
}

/** The resource under which rulesets are published. */
export const RULESETS = 'documents/ruleset';

/**
 * Publishes every ruleset of a company's folder that is not published yet, the one that begins first before the others, and
 * stops at the first that is refused. All documents of the folder are checked before.
 *
 * @throws when the service does not answer
 */
export async function publishFolder(
  documents: DocumentServiceClient,
  folder: string,
  { validateOnly = false, ...options }: PublishingOptions,
): Promise<readonly Published[] | Mistaken> {
  const checked = readCompany(folder);
  if (checked.kind === 'findings') return checked;
  const published: Published[] = [];
  for (const { file } of checked.documents.rulesets.toSorted((a, b) => (firstOf(a) < firstOf(b) ? -1 : 1))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const expectedLatestVersion = await newestRuleset(documents);
    try {
      const request = { ...options, parent: RULESETS, text, expectedLatestVersion, validateOnly };
      published.push({ file, kind: 'published', document: await call(documents, 'publishDocument', request) });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined || refusal.status === 'UNAVAILABLE') throw error;
      return [...published, { file, kind: 'refused', refusal }];
    }
  }
  return published;
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
    if (one.kind === 'published') return one.document;
    throw new Error(`${folder}/${one.file}: ${one.refusal.reason}: ${one.refusal.message}`);
  });
}

/** The number of the newest published ruleset; 0 when there is none. */
export async function newestRuleset(documents: DocumentServiceClient): Promise<number> {
  const listing = { parent: RULESETS, pageSize: 1, pageToken: '' };
  const { documents: newest } = await call(documents, 'listDocuments', listing);
  return newest[0]?.version ?? 0;
}

/** Of every kind of period the first that the ruleset names; as text, months sort by time. */
function firstOf({ value }: { readonly value: { readonly calendar: object } }): string {
  const named = Object.values(value.calendar) as readonly { readonly first?: string }[];
  return named.map(({ first = '' }) => first).sort()[0] ?? '';
}
