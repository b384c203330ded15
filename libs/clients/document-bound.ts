import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { DocumentKind } from '#libs/domain/document-kind.js';
import type { Day } from '#libs/domain/time.js';
import { call as ask } from '#libs/grpc/client.js';

/** The newest published version of a kind that holds from a day or earlier, with its text; undefined when none does. */
export async function documentBound(
  documents: DocumentServiceClient,
  kind: DocumentKind,
  firstDay: Day,
): Promise<Document | undefined> {
  let pageToken = '';
  do {
    const page = await ask(documents, 'listDocuments', { parent: `documents/${kind}`, pageSize: 0, pageToken });
    const found = page.documents.find((one) => one.firstDay <= firstDay);
    if (found !== undefined) return ask(documents, 'getDocument', { name: found.name });
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return undefined;
}
