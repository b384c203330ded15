import { DOCUMENT_SHARD } from '#libs/batches/format/topics.js';
import { addToOutbox } from '#libs/batches/source/outbox.js';
import type { FactKinds } from '#libs/documents/checks/documents.js';
import { isTravelling } from '#libs/documents/published-document.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { readDocument } from './document-read.js';
import { type Beside, nextVersion, type Publication, sameVersion } from './next-version.js';
import { proposalOfAnother } from './proposal-of-another.js';
import { listProposals } from './proposals.js';
import { readPublishedBefore } from './published-before.js';
import { addVersion, type DocumentToAdd, type DocumentVersion, lockDocuments } from './store.js';

export interface Publishing {
  readonly database: Database;
  /** As `checkDocuments`. */
  readonly factKinds: FactKinds;
}

/** A document that a person publishes after another one has proposed it. */
export interface PublicationByPerson extends Publication {
  /** The caller, as proven. */
  readonly publishedBy: string;
  readonly reason: string;
}

/**
 * Adds the next version of a document that another person has proposed. The same content again returns the version that it has. What was
 * checked when it was proposed is checked again: documents, limits and days may have changed since.
 *
 * @throws {CxError} DOCUMENT_INVALID with a violation for each mistake; the reasons of `proposalOfAnother` and `nextVersion`
 */
export async function publishDocument(
  publishing: Publishing,
  publication: PublicationByPerson,
  now: Instant,
): Promise<DocumentVersion> {
  return publishing.database.transaction(async (tx) => {
    await lockDocuments(tx);
    const next = await check(tx, publishing, publication, now);
    if ('publishedAt' in next) return next;
    const added = await addVersion(tx, next);
    await sendToDepartments(tx, added);
    return added;
  });
}

/**
 * What `publishDocument` would return or refuse, without storing it.
 *
 * @param beside  documents that are to be published before it
 */
export async function validatePublication(
  publishing: Publishing,
  publication: PublicationByPerson,
  now: Instant,
  beside: readonly Beside[] = [],
): Promise<DocumentVersion> {
  const validate = (tx: Transaction) => check(tx, publishing, publication, now, beside);
  const next = await publishing.database.transaction(validate, { readOnly: true });
  return 'publishedAt' in next ? next : { ...next, publishedAt: now, position: undefined };
}

async function check(
  tx: Transaction,
  { factKinds }: Pick<Publishing, 'factKinds'>,
  publication: PublicationByPerson,
  now: Instant,
  beside: readonly Beside[] = [],
): Promise<DocumentVersion | DocumentToAdd> {
  const { kind, text, publishedBy, reason } = publication;
  const published = await readPublishedBefore(tx, kind, beside);
  const read = readDocument(kind, text, published.declared.definitions);
  const same = sameVersion(read, published.versions);
  if (same !== undefined) return same;
  const proposal = proposalOfAnother(await listProposals(tx, { kind }), { sha256: read.sha256, publishedBy });
  const proposed = { ...publication, text: proposal.text };
  const next = nextVersion(proposed, read, { ...published, factKinds, now });
  return { ...next, proposal: proposal.number, proposedBy: proposal.proposedBy, publishedBy, reason };
}

/** Leaves the document for the next batch, in the transaction that publishes it: both commit or neither. */
async function sendToDepartments(
  tx: Transaction,
  { position, proposal, proposedBy, publishedBy, reason, title, kind, ...document }: DocumentVersion,
): Promise<void> {
  if (position === undefined || !isTravelling(kind)) return;
  const { carries, shard } = DOCUMENT_SHARD;
  await addToOutbox(tx, { carries, shard, documents: [{ ...document, kind, position }] });
}
