import type { DocumentKind } from '#libs/domain/document-kind.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A document that was read and checked, and the version that it becomes. */
export interface CheckedDocument {
  readonly kind: DocumentKind;
  /** From 1, by kind. */
  readonly version: number;
  /** What the document calls itself: the name of the ruleset, the pay plan or the company; empty for other kinds. */
  readonly title: string;
  /** The first civil day that it decides about. */
  readonly firstDay: Day;
  /** Published after that day had begun. */
  readonly boundAfterStart: boolean;
  /** As it was proposed. */
  readonly text: string;
  /** Of its meaning, 32 bytes. */
  readonly sha256: Buffer;
}

/** What is said about a document when it is published. */
export interface DocumentToAdd extends CheckedDocument {
  /** The number of the proposal; undefined only of a version that is older than proposals. */
  readonly proposal: number | undefined;
  /** The caller who proposed it. */
  readonly proposedBy: string;
  /** The caller who publishes it: another one. */
  readonly publishedBy: string;
  readonly reason: string;
}

/** One version as it is kept, for ever. */
export interface DocumentVersion extends DocumentToAdd {
  readonly publishedAt: Instant;
  /** From 1 without gaps, over all kinds that travel to the departments; undefined for a ruleset and a pay plan, which do not. */
  readonly position: number | undefined;
}

interface Row {
  readonly version: number;
  readonly title: string;
  readonly first_day: Day;
  readonly bound_after_start: boolean;
  readonly text: string;
  readonly sha256: Buffer;
  readonly published_by: string;
  readonly reason: string;
  readonly published_at: Date;
  readonly position: number | null;
  readonly proposal: number | null;
  readonly proposed_by: string;
}

/** One version, or the newest with `version` undefined. */
export async function findVersion(
  tx: Pick<Database, 'query'>,
  kind: DocumentKind,
  version: number | undefined,
): Promise<DocumentVersion | undefined> {
  const [row] = await tx.query<Row>(sql('find-version'), [kind, version ?? null]);
  return row === undefined ? undefined : stored(kind, row);
}

/** Versions of a kind below a number, newest first. */
export async function listVersions(
  tx: Pick<Database, 'query'>,
  kind: DocumentKind,
  below = 2 ** 31 - 1,
  limit = 2 ** 31 - 1,
): Promise<DocumentVersion[]> {
  const rows = await tx.query<Row>(sql('list-versions'), [kind, below, limit]);
  return rows.map((row) => stored(kind, row));
}

/** Whether anything was published since: what was made of the documents holds while the hash is the same. */
export async function findPublished(tx: Pick<Database, 'query'>): Promise<Pick<DocumentsHead, 'position' | 'sha256'>> {
  const [row] = await tx.query<Pick<DocumentsHead, 'position' | 'sha256'>>(sql('find-published'));
  if (row === undefined) throw new Error('an aggregate returned nothing');
  return row;
}

/** All versions of all kinds, newest first. */
export async function listPublished(tx: Pick<Database, 'query'>): Promise<DocumentVersion[]> {
  const rows = await tx.query<Row & { readonly kind: DocumentKind }>(sql('list-published'));
  return rows.map((row) => stored(row.kind, row));
}

/** The newest version of each kind that travels to the departments. */
export async function newestOfEachKind(tx: Pick<Database, 'query'>): Promise<DocumentVersion[]> {
  const rows = await tx.query<Row & { readonly kind: DocumentKind }>(sql('newest-of-each-kind'));
  return rows.map((row) => stored(row.kind, row));
}

/** Which documents travel to the departments; a department that has all of them has the same head. */
export interface DocumentsHead {
  /** 0 when there is none. */
  readonly position: number;
  /** 32 bytes. */
  readonly sha256: Buffer;
  readonly publishedAt: Instant | undefined;
}

export async function readDocumentsHead(tx: Pick<Database, 'query'>): Promise<DocumentsHead> {
  const [row] = await tx.query<{ position: number; sha256: Buffer; published_at: Date | null }>(sql('find-head'));
  if (row === undefined) throw new Error('an aggregate returned nothing');
  return { position: row.position, sha256: row.sha256, publishedAt: row.published_at?.getTime() };
}

/** A number that no other advisory lock of this database uses. */
const PUBLICATION_LOCK = 7_310_263_152n;

/** Lets one proposal or publication in at a time, until the transaction ends. */
export async function lockDocuments(tx: Transaction): Promise<void> {
  await tx.execute(sql('lock-documents'), [PUBLICATION_LOCK]);
}

/** Adds a version. The caller holds the lock. The database refuses a version that the same person proposed, or that was not proposed. */
export async function addVersion(tx: Transaction, document: DocumentToAdd): Promise<DocumentVersion> {
  const { kind, version, title, firstDay, boundAfterStart, text, sha256, publishedBy, reason, proposal, proposedBy } =
    document;
  const checked = [kind, version, title, firstDay, boundAfterStart, text, sha256];
  const values = [...checked, publishedBy, reason, proposal, proposedBy];
  const [row] = await tx.query<Pick<Row, 'published_at' | 'position'>>(sql('add-version'), values);
  if (row === undefined) throw new Error('an insert returned nothing');
  return { ...document, publishedAt: row.published_at.getTime(), position: row.position ?? undefined };
}

function stored(kind: DocumentKind, row: Row): DocumentVersion {
  const { version, title, text, sha256, reason } = row;
  return {
    ...{ kind, version, title, text, sha256, reason },
    firstDay: row.first_day,
    boundAfterStart: row.bound_after_start,
    proposal: row.proposal ?? undefined,
    proposedBy: row.proposed_by,
    publishedBy: row.published_by,
    publishedAt: row.published_at.getTime(),
    position: row.position ?? undefined,
  };
}
