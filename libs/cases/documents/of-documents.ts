import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { readDocuments, readDocumentsHead } from './store-documents.js';

/** Reads what follows from the documents that are in force now. */
export type OfDocuments<T> = (tx: Pick<Transaction, 'query'>) => Promise<T>;

/** Makes something of the documents that a department holds: once for each state of them, whichever transaction asks first. */
export function ofDocuments<T>(make: (documents: readonly PublishedDocument[]) => T): OfDocuments<T> {
  let made: { readonly sha256: Buffer; readonly value: T } | undefined;
  return async (tx) => {
    for (;;) {
      const { sha256 } = await readDocumentsHead(tx);
      if (made?.sha256.equals(sha256)) return made.value;
      const value = make(await readDocuments(tx));
      // Outside a transaction a document may arrive between two statements.
      if ((await readDocumentsHead(tx)).sha256.equals(sha256)) made = { sha256, value };
    }
  };
}
