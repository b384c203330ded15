import { createHash } from 'node:crypto';
import { newestPosition, storeDocuments } from '#libs/cases/documents/store-documents.js';
import type { TravellingKind } from '#libs/documents/published-document.js';
import type { Database } from '#libs/postgres/database.js';

/** Puts documents into the database of a department, as batches of scoring do, each as the next version of its kind. */
export function documentsOf(database: Database) {
  const versions = new Map<TravellingKind, number>();
  return async (kind: TravellingKind, text: string): Promise<void> => {
    const version = (versions.get(kind) ?? 0) + 1;
    versions.set(kind, version);
    await database.transaction(async (tx) => {
      const position = (await newestPosition(tx)) + 1;
      const document = {
        ...{ position, kind, version, text, firstDay: '2018-01-01', boundAfterStart: false, publishedAt: Date.now() },
        sha256: createHash('sha256').update(text).digest(),
        arrivedIn: { epoch: 1, number: BigInt(position) },
      };
      await storeDocuments(tx, [document]);
    });
  };
}
