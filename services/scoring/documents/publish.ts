import { DOCUMENT_SHARD } from '#libs/batches/format/topics.js';
import { addToOutbox } from '#libs/batches/source/outbox.js';
import type { FactKinds } from '#libs/documents/checks/documents.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { declaredDepartments } from './declared-departments.js';
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
  return database.transaction(async (tx) => {
    await lockDocuments(tx);
    const published = await before(tx, publication);
    const read = readDocument(publication.kind, publication.text, published.declared.definitions);
    const next = nextVersion(publication, read, { ...published, factKinds, now });
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
  const published = await database.transaction((tx) => before(tx, publication, beside), { readOnly: true });
  const read = readDocument(publication.kind, publication.text, published.declared.definitions);
  const newest = [...published.newest.filter(({ kind }) => !beside.some((one) => one.kind === kind)), ...beside];
  const next = nextVersion(publication, read, { ...published, newest, factKinds, now });
  return 'publishedAt' in next ? next : { ...next, publishedAt: now, position: undefined };
}

async function before(
  tx: Transaction,
  { kind }: Pick<Publication, 'kind'>,
  beside: readonly Beside[] = [],
): Promise<Pick<PublishedBefore, 'versions' | 'newest' | 'declared'>> {
  const departments = await listVersions(tx, 'departments');
  const next = (departments[0]?.version ?? 0) + 1;
  const toCome = beside.filter((one) => one.kind === 'departments').map(({ text }) => ({ version: next, text }));
  const newest = await newestOfEachKind(tx);
  const metrics = [...beside, ...newest].find((one) => one.kind === 'metrics')?.text;
  return {
    versions: kind === 'departments' ? departments : await listVersions(tx, kind),
    newest,
    declared: declaredDepartments([...departments, ...toCome], metrics),
  };
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
