import type { TwoPeople } from '#cli/company/publish-by-two.js';
import {
  type Document,
  DocumentServiceClient,
  ProposeDocumentRequest,
  PublishDocumentRequest,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { type CallSettings, call } from '#libs/grpc/client.js';
import { client } from './client.js';

/** The person at the console, who proposes, and another one, who publishes. */
export function twoPeople(
  address: string,
  names: readonly [string, string] = ['console', 'rules-publisher'],
): TwoPeople & { close(): void } {
  const [author, publisher] = names.map((name) => client(DocumentServiceClient, address, name));
  if (author === undefined || publisher === undefined) throw new Error('these are two people');
  return {
    author,
    publisher,
    close: () => {
      author.close();
      publisher.close();
    },
  };
}

/** What the tests say about a document that they publish. */
export type Publication = Partial<ProposeDocumentRequest> & Pick<ProposeDocumentRequest, 'parent' | 'text'>;

/** Proposes one document as one person and publishes it as the other one. */
export async function publishOne(
  { author, publisher }: TwoPeople,
  publication: Publication,
  settings: CallSettings = {},
): Promise<Document> {
  const given = { reason: 'a test', ...publication };
  await call(author, 'proposeDocument', ProposeDocumentRequest.fromPartial(given), settings);
  return call(publisher, 'publishDocument', PublishDocumentRequest.fromPartial(given), settings);
}
