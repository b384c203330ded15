import { startServer } from '#libs/grpc/server.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { securedPlace } from '#test/doubles/secured-place.js';
import { testCallers } from '#test/stack/callers.js';
import { twoPeople } from '#test/stack/two-people.js';
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
  const callers = namedCallers(testCallers());
  const server = await startServer({ host: '127.0.0.1', port: 0, services: [service], ...callers, onBug });
  const address = `127.0.0.1:${server.port}`;
  const place = await securedPlace();
  const { credentials } = place;
  const secured = await startServer({
    host: '127.0.0.1',
    port: 0,
    services: [service],
    onBug,
    ...callers,
    credentials,
  });
  const people = twoPeople(address);
  return {
    ...{ clock, rulesets, people, documents: people.author, address },
    /** For `cx`. */
    env: { ...place.env, CX_ADDRESSES: `scoring=127.0.0.1:${secured.port}` },
    close: async () => {
      people.close();
      await Promise.all([server.drain(500), secured.drain(500)]);
      place.remove();
    },
  };
}

export type DocumentServer = Awaited<ReturnType<typeof serveDocuments>>;
