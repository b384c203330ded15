import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChannelCredentials, Client, credentials, Server, ServerInterceptingCall } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '#deploy/local/tls/certificate-maker.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import type { ClientCertificate } from '#libs/domain/proof.js';
import { TlsFiles } from '#libs/tls/tls-files.js';
import { clientCertificate } from './client-certificate.js';
import { channelCredentials, serverCredentials } from './tls-credentials.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-client-certificate-'));
const dataDir = (name: string) => join(folder, name);
const authority = new LocalAuthority({ dataDir: dataDir('ours') });
const quiet = { onReplaced: () => {}, onMistake: () => {} };
const seen: ClientCertificate[] = [];
let server: Server;
let port = 0;
let served: TlsFiles;

beforeAll(async () => {
  await authority.ensure(['scoring', 'delivery']);
  served = new TlsFiles(authority.filesOf('scoring'), quiet);
  const noting = (_: unknown, call: ConstructorParameters<typeof ServerInterceptingCall>[0]) => {
    seen.push(clientCertificate(call));
    return new ServerInterceptingCall(call);
  };
  server = new Server({ interceptors: [noting] });
  const bytes = (value: Buffer) => value;
  const method = { path: '/t.T/Ask', requestStream: false, responseStream: false };
  server.addService(
    {
      ask: {
        ...method,
        requestSerialize: bytes,
        requestDeserialize: bytes,
        responseSerialize: bytes,
        responseDeserialize: bytes,
      },
    },
    { ask: (call: { request: Buffer }, done: (error: null, answer: Buffer) => void) => done(null, call.request) },
  );
  port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', serverCredentials(served), (error, taken) =>
      error ? reject(error) : resolve(taken),
    ),
  );
});
afterAll(() => {
  server.forceShutdown();
  rmSync(folder, { recursive: true, force: true });
});

/** Makes a call, and returns what the server saw of the certificate. */
async function askedWith(by: ChannelCredentials): Promise<ClientCertificate | undefined> {
  const client = new Client(`127.0.0.1:${port}`, by, { 'grpc.use_local_subchannel_pool': 1 });
  const bytes = (value: Buffer) => value;
  try {
    await new Promise<void>((resolve, reject) =>
      client.makeUnaryRequest('/t.T/Ask', bytes, bytes, Buffer.from('x'), (error) =>
        error ? reject(error) : resolve(),
      ),
    );
    return seen.at(-1);
  } finally {
    client.close();
  }
}

const ca = () => readFileSync(authority.filesOf('ca').certificate);
const pairOf = (files: { certificate: string; key: string }) =>
  credentials.createSsl(ca(), readFileSync(files.key), readFileSync(files.certificate));

describe('the certificate of a client', () => {
  it('that our authority has signed is trusted', async () => {
    const client = new TlsFiles(authority.filesOf('delivery'), quiet);
    expect(await askedWith(channelCredentials(client))).toMatchObject({ kind: 'trusted' });
  });

  it('is not needed for a call', async () => {
    expect(await askedWith(credentials.createSsl(ca()))).toEqual({ kind: 'none' });
  });

  it('of another authority is refused with the reason', async () => {
    const other = new LocalAuthority({ dataDir: dataDir('other') });
    await other.ensure(['delivery']);
    const found = await askedWith(pairOf(other.filesOf('delivery')));
    expect(found).toMatchObject({ kind: 'refused', code: expect.stringMatching(/UNABLE_TO|SELF_SIGNED/) });
  });

  it.each([
    ['that has expired', -2, -1, 'CERT_HAS_EXPIRED'],
    ['that is not valid yet', 1, 2, 'CERT_NOT_YET_VALID'],
  ])('%s is refused with the reason', async (_, fromDays, untilDays, code) => {
    const at = (days: number) => new Date(Date.now() + days * 86_400_000);
    const ours = authority.filesOf('ca');
    const signer = { certificate: readFileSync(ours.certificate, 'utf8'), key: readFileSync(ours.key, 'utf8') };
    const uris = ['spiffe://cx.local/delivery'];
    const validity = { notBefore: at(fromDays), notAfter: at(untilDays) };
    const made = await makeCertificate(signer, { commonName: 'delivery', uris, hosts: [], ...validity });
    const by = credentials.createSsl(ca(), Buffer.from(made.key), Buffer.from(made.certificate));
    expect(await askedWith(by)).toEqual({ kind: 'refused', code });
  });

  it('is not asked for by a server without TLS, which a client with TLS refuses', async () => {
    await expect(askedWith(credentials.createInsecure())).rejects.toMatchObject({ code: 14 });
  });
});

describe('certificates that are replaced under load', () => {
  it('fail no call, and new connections get the new ones', async () => {
    const client = new TlsFiles(authority.filesOf('delivery'), quiet);
    const by = channelCredentials(client);
    const before = served.current.certificate;
    let isOver = false;
    let calls = 0;
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!isOver) {
          expect(await askedWith(by)).toMatchObject({ kind: 'trusted' });
          calls += 1;
        }
      }),
    );
    for (let turn = 0; turn < 5; turn++) {
      for (const name of ['scoring', 'delivery']) writeFileSync(authority.filesOf(name).certificate, ''); // makes them renewed
      for (const name of ['scoring', 'delivery']) rmSync(authority.filesOf(name).certificate);
      served.poll();
      client.poll();
      await authority.ensure(['scoring', 'delivery']);
      served.poll();
      client.poll();
      await new Promise((resume) => setTimeout(resume, 50));
    }
    isOver = true;
    await load;
    expect(calls).toBeGreaterThan(20);
    expect(served.current.certificate).not.toEqual(before);
  });
});
