import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { PublishedDocument, TravellingKind } from '#libs/documents/published-document.js';
import type { Day, Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A document with the batch of scoring that brought it. */
export interface ReceivedDocument extends PublishedDocument {
  readonly arrivedIn: { readonly epoch: number; readonly number: bigint };
}

/** Which documents are in force, without their texts. */
export interface DocumentsHead {
  /** Of the newest document; 0 when there is none. */
  readonly position: number;
  /**
   * Over kind, version and meaning of all documents in force, 32 bytes. Two departments with equal hashes decide by equal documents.
   * A position alone does not say so: after a restore of scoring another document may have it. Cache what is made of documents by this.
   */
  readonly sha256: Buffer;
  /** When the newest one was published; undefined when there is none. */
  readonly publishedAt: Instant | undefined;
}

/** Reads which documents are in force: from position 1 up to the first gap. */
export interface DocumentReader<Tx> {
  readonly head: (tx: Tx) => Promise<DocumentsHead>;
  readonly documents: (tx: Tx) => Promise<readonly PublishedDocument[]>;
}

/** Where a department keeps the documents of the company. */
export interface DocumentStore<Tx> extends DocumentReader<Tx> {
  readonly add: (tx: Tx, documents: readonly ReceivedDocument[]) => Promise<void>;
  readonly remove: (tx: Tx, ended: readonly EndedEpoch[]) => Promise<void>;
}

interface Row {
  readonly position: number;
  readonly kind: TravellingKind;
  readonly version: number;
  readonly first_day: Day;
  readonly bound_after_start: boolean;
  readonly text: string;
  readonly sha256: Buffer;
  readonly published_at: Date;
}

/**
 * The documents by which this department decides, by position from 1 without a gap. A document that arrived before an earlier one
 * is in force when the gap is closed.
 */
export async function readDocuments(tx: Pick<Transaction, 'query'>): Promise<PublishedDocument[]> {
  const rows = await tx.query<Row>(sql('find-documents'));
  return rows.map(({ first_day: firstDay, bound_after_start: boundAfterStart, published_at: publishedAt, ...row }) => ({
    ...{ ...row, firstDay, boundAfterStart, publishedAt: publishedAt.getTime() },
  }));
}

/** See `DocumentsHead`. */
export async function readDocumentsHead(tx: Pick<Transaction, 'query'>): Promise<DocumentsHead> {
  const [row] = await tx.query<{ position: number; sha256: Buffer; published_at: Date | null }>(sql('find-head'));
  if (row === undefined) throw new Error('an aggregate returned nothing');
  return { position: row.position, sha256: row.sha256, publishedAt: row.published_at?.getTime() };
}

/** The position of the newest document in force; 0 when there is none. */
export async function newestPosition(tx: Pick<Transaction, 'query'>): Promise<number> {
  return (await readDocumentsHead(tx)).position;
}

/** Stores documents that batches brought, in the transaction that moves the progress. Batches may be repeated. */
export async function storeDocuments(
  tx: Pick<Transaction, 'execute'>,
  documents: readonly ReceivedDocument[],
): Promise<void> {
  for (const { arrivedIn, ...document } of documents) {
    const { position, kind, version, firstDay, boundAfterStart, text, sha256, publishedAt } = document;
    const of = [position, arrivedIn.epoch, arrivedIn.number, kind, version, firstDay, boundAfterStart, text, sha256];
    await tx.execute(sql('add-document'), [...of, new Date(publishedAt)]);
  }
}

/**
 * Ends epochs of scoring: of each, exactly the batches through a number survived. Documents of later batches are no longer in force,
 * and documents that were taken back before and lie within are in force again.
 */
export async function removeDocuments(tx: Pick<Transaction, 'execute'>, ended: readonly EndedEpoch[]): Promise<void> {
  for (const { epoch, through } of ended) await tx.execute(sql('end-epoch'), [epoch, through]);
}

/** The documents in a department's own database. */
export const postgresDocuments: DocumentStore<Pick<Transaction, 'query' | 'execute'>> &
  DocumentReader<Pick<Transaction, 'query'>> = {
  head: readDocumentsHead,
  documents: readDocuments,
  add: storeDocuments,
  remove: removeDocuments,
};
