import type { DocumentServiceClient, Proposal } from '#libs/contracts/cx/documents/v1/documents.js';
import { call } from '#libs/grpc/client.js';
import {
  type CompanyFile,
  companyFiles,
  type Mistaken,
  parentOf,
  type Refused,
  refusedFile,
  requestFor,
  type Stated,
} from './company-files.js';

export interface ProposingOptions extends Stated {
  /** Ask for the same answers and store nothing. */
  readonly validateOnly?: boolean;
}

/** What became of one document of a folder. Unchanged: the published version says the same. */
export type Proposed =
  | {
      readonly file: string;
      readonly kind: 'proposed' | 'unchanged';
      /** "documents/ruleset" */
      readonly parent: string;
      readonly proposal: Proposal;
    }
  | Refused;

/**
 * Proposes every document of a company's folder that says something new, each checked against the others of the folder as if they were
 * published before it. What is proposed stays when another document is refused; a second run continues.
 *
 * @param author  calls as the person who proposes
 * @param path    of the folder, or of one document in it, which is then checked against what is published
 * @throws when the service does not answer
 */
export async function proposeFolder(
  author: DocumentServiceClient,
  path: string,
  options: ProposingOptions,
): Promise<readonly Proposed[] | Mistaken> {
  const files = companyFiles(path);
  if ('findings' in files) return files;
  const proposed: Proposed[] = [];
  for (const file of files) proposed.push(await proposeOne(author, file, options, files));
  return proposed;
}

async function proposeOne(
  author: DocumentServiceClient,
  document: CompanyFile,
  { validateOnly = false, ...stated }: ProposingOptions,
  all: readonly CompanyFile[],
): Promise<Proposed> {
  const { file } = document;
  const request = await requestFor(author, document, stated);
  const others = all.filter(({ kind }) => kind !== document.kind && kind !== 'ruleset');
  const beside = others.map(({ kind, text }) => ({ parent: parentOf(kind), text }));
  try {
    const proposal = await call(author, 'proposeDocument', { ...request, validateOnly, beside });
    const kind = proposal.published === '' ? 'proposed' : 'unchanged';
    return { file, kind, parent: request.parent, proposal };
  } catch (error) {
    return refusedFile(file, error);
  }
}
