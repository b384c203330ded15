import { createHash } from 'node:crypto';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { DocumentStore, DocumentsHead, ReceivedDocument } from '#libs/cases/documents/store-documents.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';

/** A document as a department keeps it: one that scoring has lost stays, voided. */
export interface KeptDocument extends ReceivedDocument {
  readonly isVoid: boolean;
}

/** How a transaction reads and replaces the documents that a department keeps. */
export interface DocumentsIn<Tx> {
  readonly read: (tx: Tx) => readonly KeptDocument[];
  readonly write: (tx: Tx, documents: readonly KeptDocument[]) => void;
}

/** The documents of a department in memory, for simulations. The contract tests hold it equal to the one on PostgreSQL. */
export class MemoryDocuments<Tx> implements DocumentStore<Tx> {
  /** @param onIo  called before every access; it throws where the process dies */
  constructor(
    private readonly within: DocumentsIn<Tx>,
    private readonly onIo: (what: string) => void | Promise<void> = () => {},
  ) {}

  async head(tx: Tx): Promise<DocumentsHead> {
    await this.onIo('readDocumentsHead');
    return headOf(documentsInForce(this.within.read(tx)));
  }

  async documents(tx: Tx): Promise<readonly PublishedDocument[]> {
    await this.onIo('readDocuments');
    return documentsInForce(this.within.read(tx));
  }

  async add(tx: Tx, documents: readonly ReceivedDocument[]): Promise<void> {
    await this.onIo('storeDocuments');
    const before = this.within.read(tx);
    const known = new Set(before.map(keyOf));
    const added = documents.filter((one) => !known.has(keyOf(one))).map((one) => ({ ...one, isVoid: false }));
    this.within.write(tx, [...before, ...added]);
  }

  async remove(tx: Tx, ended: readonly EndedEpoch[]): Promise<void> {
    await this.onIo('removeDocuments');
    const through = new Map(ended.map((one) => [one.epoch, one.through]));
    const changed = this.within.read(tx).map((one) => {
      const survived = through.get(one.arrivedIn.epoch);
      return survived === undefined ? one : { ...one, isVoid: one.arrivedIn.number > survived };
    });
    this.within.write(tx, changed);
  }
}

/** Of each position the document of the newest batch that counts, from 1 up to the first gap: as sql/find-documents.sql. */
export const documentsInForce = onceFor((kept: readonly KeptDocument[]): readonly KeptDocument[] => {
  const inOrder = kept.filter(({ isVoid }) => !isVoid).toSorted((a, b) => compare(a.arrivedIn, b.arrivedIn));
  const newest = new Map(inOrder.map((one) => [one.position, one]));
  const inForce: KeptDocument[] = [];
  for (let next = newest.get(1); next !== undefined; next = newest.get(inForce.length + 1)) inForce.push(next);
  return inForce;
});

/** As sql/find-head.sql. */
export const headOf = onceFor((documents: readonly PublishedDocument[]): DocumentsHead => {
  const lines = documents.map(({ kind, version, sha256 }) => `${kind} ${version} ${sha256.toString('hex')}\n`);
  const sha256 = createHash('sha256').update(lines.join('')).digest();
  return { position: documents.length, sha256, publishedAt: publishedLast(documents) };
});

/** Documents are replaced and never changed, so what is made of them is made once. */
function onceFor<Documents extends object, Made extends object>(make: (documents: Documents) => Made) {
  const known = new WeakMap<Documents, Made>();
  return (documents: Documents): Made => {
    const before = known.get(documents);
    if (before !== undefined) return before;
    const made = make(documents);
    known.set(documents, made);
    return made;
  };
}

function publishedLast(documents: readonly PublishedDocument[]): number | undefined {
  return documents.length === 0 ? undefined : Math.max(...documents.map(({ publishedAt }) => publishedAt));
}

function keyOf({ position, arrivedIn }: ReceivedDocument): string {
  return `${position} ${arrivedIn.epoch}:${arrivedIn.number}`;
}

function compare(a: ReceivedDocument['arrivedIn'], b: ReceivedDocument['arrivedIn']): number {
  return a.epoch - b.epoch || Number(a.number - b.number);
}
