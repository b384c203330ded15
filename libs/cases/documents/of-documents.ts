import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { DocumentReader } from './store-documents.js';

/** Reads what follows from the documents that are in force now. */
export type OfDocuments<T, Tx = Pick<Transaction, 'query'>> = (tx: Tx) => Promise<T>;

/** Makes something of the documents that a department holds: once for each state of them, whichever transaction asks first. */
export function ofDocuments<T, Tx>(
  make: (documents: readonly PublishedDocument[]) => T,
  reader: DocumentReader<Tx>,
): OfDocuments<T, Tx> {
  let made: { readonly sha256: Buffer; readonly value: T } | undefined;
  return async (tx) => {
    for (;;) {
      const { sha256 } = await reader.head(tx);
      if (made?.sha256.equals(sha256)) return made.value;
      const value = make(await reader.documents(tx));
      // Outside a transaction a document may arrive between two statements.
      if ((await reader.head(tx)).sha256.equals(sha256)) made = { sha256, value };
    }
  };
}
