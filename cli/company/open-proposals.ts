import type { DocumentServiceClient, Proposal } from '#libs/contracts/cx/documents/v1/documents.js';
import { type Difference, differences } from '#libs/documents/differences.js';
import type { Kind } from '#libs/documents/kinds.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { call } from '#libs/grpc/client.js';
import { publishedOf } from './diff-folder.js';

/** A proposal that may still be published, beside the version that it follows. */
export interface OpenProposal {
  readonly proposal: Proposal;
  readonly kind: Kind;
  /** "documents/metrics/versions/2"; empty when everything in it is new. */
  readonly published: string;
  readonly differences: readonly Difference[];
}

/** Every open proposal with its text, newest first, and what it says otherwise than what is published. */
export async function openProposals(documents: DocumentServiceClient): Promise<readonly OpenProposal[]> {
  const names: string[] = [];
  let pageToken = '';
  do {
    const page = await call(documents, 'listProposals', { parent: 'documents/-', pageSize: 0, pageToken });
    names.push(...page.proposals.map(({ name }) => name));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return Promise.all(names.map((name) => compared(documents, name)));
}

async function compared(documents: DocumentServiceClient, name: string): Promise<OpenProposal> {
  const proposal = await call(documents, 'getProposal', { name });
  const kind = name.split('/')[1] as Kind;
  const found = await publishedOf(documents, { kind, title: kind === 'ruleset' ? proposal.title : '' });
  const published = typeof found === 'string' ? undefined : found;
  const before = published === undefined ? undefined : parseYaml(published.text).value;
  const changed = differences(before, parseYaml(proposal.text).value);
  return { proposal, kind, published: published?.name ?? '', differences: changed };
}
