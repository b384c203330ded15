import { publishWhole } from '#cli/company/publish-folder.js';
import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { client } from '#libs/grpc/client.js';

/** Publishes the rules of the real orders to a scoring process, as `npm start` does. */
export async function publishOlist(scoring: string): Promise<void> {
  const documents = client(DocumentServiceClient, scoring, 'console');
  const options = { reason: 'the rules of the real orders', publishedBy: 'test', allowAfterFirstDay: true };
  await publishWhole(documents, 'data/olist/company', options).finally(() => documents.close());
}
