import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Kind } from '#libs/documents/kinds.js';
import { call } from '#libs/grpc/client.js';
import {
  type CompanyFile,
  companyFiles,
  type Mistaken,
  type Refused,
  refusedFile,
  requestFor,
  type Stated,
} from './company-files.js';

/** What became of one document of a folder. */
export type Published =
  | { readonly file: string; readonly kind: 'published' | 'unchanged'; readonly document: Document }
  | Refused;

/**
 * Publishes every document of a company's folder that another person has proposed, the company first and the ruleset that begins first
 * before the others. All documents of the folder are checked before.
 *
 * @param publisher  calls as the person who publishes
 * @param path       of the folder, or of one document in it
 * @throws when the service does not answer
 */
export async function publishFolder(
  publisher: DocumentServiceClient,
  path: string,
  options: Stated,
): Promise<readonly Published[] | Mistaken> {
  const files = companyFiles(path);
  return 'findings' in files ? files : publishFiles(publisher, files, options);
}

/**
 * Publishes documents. One may need the next version of another one, so those that were refused are tried again as long as another one
 * is published. What is published stays when another document is refused; a second run continues.
 *
 * @returns what became of each document: first those that are published or unchanged, then those that were refused
 */
export async function publishFiles(
  publisher: DocumentServiceClient,
  files: readonly CompanyFile[],
  options: Stated,
): Promise<readonly Published[]> {
  const done: Published[] = [];
  let pending = files;
  for (;;) {
    const refused: { readonly item: CompanyFile; readonly result: Published }[] = [];
    const before = done.filter(({ kind }) => kind === 'published').length;
    for (const item of pending) {
      const result = await publishOne(publisher, item, options);
      if (result.kind === 'refused') refused.push({ item, result });
      else done.push(result);
    }
    const isProgress = done.filter(({ kind }) => kind === 'published').length > before;
    if (refused.length === 0 || !isProgress) return [...done, ...refused.map(({ result }) => result)];
    pending = refused.map(({ item }) => item);
  }
}

async function publishOne(publisher: DocumentServiceClient, item: CompanyFile, stated: Stated): Promise<Published> {
  const { file } = item;
  const request = await requestFor(publisher, item, stated);
  try {
    const rest = { publishedBy: '', validateOnly: false, beside: [] };
    const document = await call(publisher, 'publishDocument', { ...request, ...rest });
    const kind = document.version <= request.expectedLatestVersion ? 'unchanged' : 'published';
    return { file, kind, document };
  } catch (error) {
    return refusedFile(file, error);
  }
}

/** Whether it is written documents/metrics/proposals/17. */
export function isProposalName(text: string): boolean {
  return /^documents\/[a-z]+\/proposals\/\d+$/.test(text);
}

/** Publishes one proposal of another person by its name, without a folder. @throws when the service does not answer */
export async function publishProposal(
  publisher: DocumentServiceClient,
  name: string,
  options: Stated,
): Promise<Published> {
  const { text } = await call(publisher, 'getProposal', { name });
  const [, kind = ''] = name.split('/');
  return publishOne(publisher, { file: name, kind: kind as Kind, text }, options);
}
