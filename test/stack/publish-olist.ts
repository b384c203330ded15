import { publishWhole } from '#cli/company/publish-folder.js';
import { untilDocumentsTaken } from '#deploy/local/documents-taken.js';
import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { client } from '#libs/grpc/client.js';

/**
 * Publishes the rules of the real orders to a scoring process, as `npm start` does.
 *
 * @param departments  addresses of departments; it waits until each of them has these documents
 */
export async function publishOlist(scoring: string, departments: readonly string[] = []): Promise<void> {
  const documents = client(DocumentServiceClient, scoring, 'console');
  const options = { reason: 'the rules of the real orders', publishedBy: 'test', allowAfterFirstDay: true };
  const published = await publishWhole(documents, 'data/olist/company', options).finally(() => documents.close());
  await untilDocumentsTaken(departments, Math.max(...published.map(({ position }) => position)));
}
