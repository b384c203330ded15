import { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { client } from '#libs/grpc/client.js';
import { identifyByName } from '#libs/grpc/named-callers.js';
import { startServer } from '#libs/grpc/server.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { testCallers } from '#test/stack/callers.js';
import { database } from './scoring-bench.js';

/** DocumentService on a real socket, over the database and the counts of this test, at a fixed time. */
export async function serveDocuments(at: string) {
  const clock = { now: () => Date.parse(at) };
  const rulesets = await PublishedRulesets.open(database);
  const service = documentService({
    ...{ database, clock, rulesets, counts: countsReader(database) },
    metrics: { documentsTotal: { inc: () => undefined } } as never,
    onPublished: () => rulesets.refresh(),
  });
  const onBug = (error: unknown) => {
    throw error;
  };
  const identify = identifyByName(testCallers());
  const server = await startServer({ host: '127.0.0.1', port: 0, services: [service], identify, onBug });
  const address = `127.0.0.1:${server.port}`;
  const documents = client(DocumentServiceClient, address, 'console');
  return {
    ...{ clock, rulesets, documents, address },
    /** For `cx`. */
    env: { CX_ADDRESSES: `scoring=${address}` },
    close: async () => {
      documents.close();
      await server.drain(500);
    },
  };
}

export type DocumentServer = Awaited<ReturnType<typeof serveDocuments>>;
