import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Document,
  type DocumentServiceServer,
  DocumentServiceService,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';

const notHere = unary(async () => {
  throw new CxError('DOCUMENT_UNKNOWN', 'nothing is published here');
});

/** One version of each kind, for a person who makes bonus inputs and so may not read who holds which role. */
function startDocuments(place: SecuredPlace): Promise<RunningServer> {
  const calls = {
    ...Object.fromEntries(Object.keys(DocumentServiceService).map((name) => [name, notHere])),
    listDocuments: unary(async ({ parent }: { parent: string }) => ({
      documents: [Document.fromPartial({ name: `${parent}/versions/1`, version: 1, reason: 'the first' })],
      nextPageToken: '',
    })),
  } as unknown as DocumentServiceServer;
  const hana = { name: 'hana', kind: 'person', bindings: [bound('HR_MAKER')] } as const;
  return startServer({
    ...{ host: '127.0.0.1', port: 0, services: [servedService(DocumentServiceService, calls)] },
    ...namedCallers({ get: () => hana }),
    credentials: place.credentials,
    onBug: (error) => {
      throw error;
    },
  });
}

describe('cx, for a person who may not read the document access', () => {
  let place: SecuredPlace;
  let server: RunningServer;
  beforeAll(async () => {
    place = await securedPlace();
    server = await startDocuments(place);
  });
  afterAll(async () => {
    await server.drain(100);
    place.remove();
  });
  const cx = (...words: string[]) => runCx(words, { ...place.env, CX_ADDRESSES: `scoring=127.0.0.1:${server.port}` });

  it('lists the versions of the other documents', async () => {
    const { code, stdout, stderr } = await cx('company', 'history');
    expect([code, stderr]).toEqual([0, expect.stringContaining('Versions of access are not listed')]);
    expect(stdout).toContain('documents/feeds/versions/1');
    expect(stdout).not.toContain('documents/access');
  });

  it('refuses to list access alone, and names the roles that may', async () => {
    const { code, stderr } = await cx('company', 'history', 'access');
    expect([code, stderr]).toEqual([expect.any(Number), expect.stringMatching(/CALLER_NOT_ALLOWED|rules author/)]);
    expect(code).not.toBe(0);
  });

  it('compares the other documents of a folder', async () => {
    const { code, stdout } = await cx('company', 'diff', 'docs/example-company');
    expect(code).toBe(0);
    expect(stdout).toContain('access.yaml: not compared: your roles do not let you read the published access.');
    expect(stdout).toContain('feeds.yaml: no feeds is published yet, so everything in it is new.');
  });
});
