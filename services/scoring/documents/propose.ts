import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import { readDocument } from './document-read.js';
import { type Beside, nextVersion, type Publication, sameVersion } from './next-version.js';
import { addProposal, listProposals, type Proposal } from './proposals.js';
import type { Publishing } from './publish.js';
import { readPublishedBefore } from './published-before.js';
import { type CheckedDocument, type DocumentVersion, lockDocuments } from './store.js';

/** A document that one person proposes, so that another one publishes it. */
export interface Proposing extends Publication {
  /** The caller, as proven. */
  readonly proposedBy: string;
  readonly reason: string;
  /** Documents that are to be published before it. It is checked against them. */
  readonly beside: readonly Beside[];
}

/** `checked`: it was only validated. `published`: this version has its content already, so nothing was stored. */
export type Proposed =
  | { readonly kind: 'proposed'; readonly proposal: Proposal }
  | { readonly kind: 'checked'; readonly document: CheckedDocument }
  | { readonly kind: 'published'; readonly version: DocumentVersion };

/**
 * Stores a proposal. The same content by the same person is the open proposal that it is already.
 *
 * @throws {CxError} the reasons of `readDocument` and `nextVersion`
 */
export async function proposeDocument(publishing: Publishing, proposing: Proposing, now: Instant): Promise<Proposed> {
  return publishing.database.transaction(async (tx) => {
    await lockDocuments(tx);
    const checked = await check(tx, publishing, proposing, now);
    if (checked.kind !== 'checked') return checked;
    const { kind, proposedBy, reason } = proposing;
    const open = await listProposals(tx, { kind, states: ['OPEN'] });
    const { document } = checked;
    const same = open.find((one) => one.sha256.equals(document.sha256) && one.proposedBy === proposedBy);
    return { kind: 'proposed', proposal: same ?? (await addProposal(tx, { ...document, proposedBy, reason })) };
  });
}

/** What `proposeDocument` would refuse, without storing anything. */
export async function validateProposal(publishing: Publishing, proposing: Proposing, now: Instant): Promise<Proposed> {
  return publishing.database.transaction((tx) => check(tx, publishing, proposing, now), { readOnly: true });
}

async function check(
  tx: Transaction,
  { factKinds }: Pick<Publishing, 'factKinds'>,
  proposing: Proposing,
  now: Instant,
): Promise<Exclude<Proposed, { readonly kind: 'proposed' }>> {
  const published = await readPublishedBefore(tx, proposing.kind, proposing.beside);
  const read = readDocument(proposing.kind, proposing.text, published.declared.definitions);
  const version = sameVersion(read, published.versions);
  if (version !== undefined) return { kind: 'published', version };
  return { kind: 'checked', document: nextVersion(proposing, read, { ...published, factKinds, now }) };
}
