import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalAuthority, TRUST_DOMAIN } from '#deploy/local/tls/local-authority.js';
import { BatchServiceClient, BatchServiceService } from '#libs/contracts/cx/batches/v1/batches.js';
import { call, client } from '#libs/grpc/client.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { serverCredentials } from '#libs/grpc/tls-credentials.js';
import { unary } from '#libs/grpc/unary.js';
import { TlsFiles } from '#libs/tls/tls-files.js';
import { namedCallers, ownCallers } from '#test/doubles/named-callers.js';
import { connectTo } from './connect-to.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-connect-to-'));
const authority = new LocalAuthority({ dataDir: folder });
const tlsOf = (name: string) => new TlsFiles(authority.filesOf(name), { onReplaced: () => {}, onMistake: () => {} });
let delivery: RunningServer;
let asked = 0;

beforeAll(async () => {
  await authority.ensure(['scoring', 'delivery']);
  const notHere = unary(async () => {
    throw new Error('only the shards are asked for here');
  });
  const answers = {
    ...{ streamBatches: notHere, acknowledgeBatches: notHere },
    listShards: unary(async () => {
      asked += 1;
      return { shards: [], version: '' };
    }),
  };
  delivery = await startServer({
    ...{ host: '127.0.0.1', port: 0, department: 'delivery', onBug: () => {} },
    ...{
      services: [servedService(BatchServiceService, answers as never)],
      bindingsOf: namedCallers(ownCallers()).bindingsOf,
    },
    credentials: serverCredentials(tlsOf('delivery')),
    identify: async () => ({ kind: 'service', name: 'scoring' }),
  });
});
afterAll(async () => {
  await delivery.drain(100);
  rmSync(folder, { recursive: true, force: true });
});

/** Asks the server that has the certificate of delivery, as scoring does. */
async function askedFor(service: string, trustDomain = TRUST_DOMAIN): Promise<string> {
  const connection = connectTo(tlsOf('scoring'), { CX_TRUST_DOMAIN: trustDomain })(service);
  const batches = client(BatchServiceClient, `127.0.0.1:${delivery.port}`, connection);
  try {
    const request = { knownVersion: undefined, waitMs: 0 };
    await call(batches, 'listShards', request, { deadlineMs: 2_000 });
    return 'answered';
  } catch (error) {
    return (error as Error).message;
  } finally {
    batches.close();
  }
}

describe('a process that calls another one', () => {
  it('is answered by the service that it means', async () => {
    expect(await askedFor('delivery')).toBe('answered');
  });

  it('sends nothing to another service at that address, although the same authority signed its certificate', async () => {
    const before = asked;
    expect(await askedFor('warehouse')).toContain(
      'another service answers: warehouse was meant, and the certificate is that of delivery; correct CX_UPSTREAMS',
    );
    expect(asked).toBe(before);
  });

  it('sends nothing to a service of another installation', async () => {
    expect(await askedFor('delivery', 'cx.example.com')).toContain(
      'another service answers: delivery was meant. The certificate belongs to another trust domain',
    );
  });
});
