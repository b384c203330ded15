import { DOCUMENT_SHARD } from '#libs/batches/format/topics.js';
import { addToOutbox } from '#libs/batches/source/outbox.js';
import type { FactKinds } from '#libs/documents/checks/documents.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { readDocument } from './document-read.js';
import { type Beside, nextVersion, type Publication, type PublishedBefore } from './next-version.js';
import { addVersion, type DocumentVersion, listVersions, lockDocuments, newestOfEachKind } from './store.js';

export interface Publishing {
  readonly database: Database;
  /** As `checkDocuments`. */
  readonly factKinds: FactKinds;
}

/**
 * Adds the next version of a document. The same content again returns the version that it has.
 *
 * @throws {CxError} DOCUMENT_INVALID with a violation for each mistake; the reasons of `nextVersion`
 */
export async function publishDocument(
  { database, factKinds }: Publishing,
  publication: Publication,
  now: Instant,
): Promise<DocumentVersion> {
  const read = readDocument(publication.kind, publication.text);
  return database.transaction(async (tx) => {
    await lockDocuments(tx);
    const next = nextVersion(publication, read, { ...(await before(tx, publication)), factKinds, now });
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
export async function proposeDocument(
  { database, factKinds }: Publishing,
  publication: Publication,
  now: Instant,
  beside: readonly Beside[] = [],
): Promise<DocumentVersion> {
  const read = readDocument(publication.kind, publication.text);
  const published = await database.transaction((tx) => before(tx, publication), { readOnly: true });
  const newest = [...published.newest.filter(({ kind }) => !beside.some((one) => one.kind === kind)), ...beside];
  const next = nextVersion(publication, read, { ...published, newest, factKinds, now });
  return 'publishedAt' in next ? next : { ...next, publishedAt: now, position: undefined };
}

async function before(
  tx: Transaction,
  { kind }: Pick<Publication, 'kind'>,
): Promise<Pick<PublishedBefore, 'versions' | 'newest'>> {
  return { versions: await listVersions(tx, kind), newest: await newestOfEachKind(tx) };
}

/** Leaves the document for the next batch, in the transaction that publishes it: both commit or neither. */
async function sendToDepartments(
  tx: Transaction,
  { position, publishedBy, reason, title, kind, ...document }: DocumentVersion,
): Promise<void> {
  if (position === undefined || kind === 'ruleset') return;
  const { carries, shard } = DOCUMENT_SHARD;
  await addToOutbox(tx, { carries, shard, documents: [{ ...document, kind, position }] });
}
