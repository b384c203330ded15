import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectionOptions, connect, createServer, type Server as TlsServer } from 'node:tls';
import { Server } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { serverCredentials } from '#libs/grpc/tls-credentials.js';
import { DEFAULT_HTTP_BOUNDS } from '#libs/metrics/http-bounds.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { startMetricsServer } from '#libs/metrics/server.js';
import { contractOf } from '#libs/rest/contract.js';
import { startRestServer } from '#libs/rest/rest-server.js';
import { TlsFiles } from '#libs/tls/tls-files.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-resumed-'));
const authority = new LocalAuthority({ dataDir: folder });
const ends: (() => unknown)[] = [];
const ports = new Map<string, number>();
let served: TlsFiles;

beforeAll(async () => {
  await authority.ensure(['scoring', 'delivery']);
  served = new TlsFiles(authority.filesOf('scoring'), { onReplaced: () => {}, onMistake: () => {} });
  for (const [name, start] of Object.entries(SERVERS)) ports.set(name, await start());
});
afterAll(async () => {
  for (const end of ends) await end();
  rmSync(folder, { recursive: true, force: true });
});

const http = { host: '127.0.0.1', port: 0 };
/** Each server of a process that asks for certificates, and one of Node as it is without a choice. */
const SERVERS: Readonly<Record<string, () => Promise<number>>> = {
  async node() {
    const { certificate: cert, key, authority: ca } = served.current;
    const asked = { cert, key, ca, requestCert: true, rejectUnauthorized: false };
    const server: TlsServer = createServer(asked, (socket) => socket.on('error', () => undefined).write('hello'));
    ends.push(() => server.close());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as { readonly port: number }).port;
  },
  async gRPC() {
    const server = new Server();
    ends.push(() => server.forceShutdown());
    return new Promise((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', serverCredentials(served), (error, port) =>
        error === null ? resolve(port) : reject(error),
      ),
    );
  },
  async HTTP() {
    const tls = { source: served, refusal: () => undefined };
    const metrics = createMetrics('scoring');
    const server = await startMetricsServer({ ...http, metrics, tls, ready: () => ({ ok: true, reasons: [] }) });
    ends.push(server.close);
    return server.port;
  },
  async REST() {
    const server = await startRestServer({
      ...{ ...http, contract: contractOf(descriptorImage(), []), tls: served, bounds: DEFAULT_HTTP_BOUNDS },
      ...{ answerBrought: () => Promise.reject(new Error('no call')), onBug: () => undefined },
    });
    ends.push(server.close);
    return server.port;
  },
};

/** A server of TLS 1.3 may send tickets after its first bytes; one that sends none is not waited for longer. */
const TICKETS_MS = 100;

/** Connects as delivery, waits until the server has sent something, and tells whether it took the session up again. */
function connected(name: string, options: ConnectionOptions): Promise<{ isResumed: boolean; session: Buffer }> {
  const files = authority.filesOf('delivery');
  const own = { cert: readFileSync(files.certificate), key: readFileSync(files.key) };
  const ca = readFileSync(authority.filesOf('ca').certificate);
  const alpn = name === 'gRPC' ? { ALPNProtocols: ['h2'] } : {};
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: ports.get(name) ?? 0, ca, ...own, ...alpn, ...options });
    // A server of HTTP/2 speaks first, one of HTTP when it is asked.
    socket.once(
      'secureConnect',
      () => alpn.ALPNProtocols ?? socket.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'),
    );
    const sessions: Buffer[] = [];
    socket.on('session', (session) => sessions.push(session));
    socket.once('error', reject).once('data', async () => {
      const isResumed = socket.isSessionReused();
      await pause(TICKETS_MS);
      socket.destroy();
      resolve({ isResumed, session: sessions.at(-1) ?? Buffer.alloc(0) });
    });
  });
}

const BY_VERSION = ['TLSv1.3', 'TLSv1.2'] as const;

it.each(BY_VERSION)(
  'a server of Node resumes sessions of %s by itself, so this test would see it',
  async (maxVersion) => {
    const { session } = await connected('node', { maxVersion });
    expect(await connected('node', { maxVersion, session })).toMatchObject({ isResumed: true });
  },
);

// OpenSSL looks at the dates of a certificate at the first connection of a session, and not when it is resumed.
it.each(['gRPC', 'HTTP', 'REST'].flatMap((name) => BY_VERSION.map((version) => [name, version] as const)))(
  '%s asks a client for its certificate at each connection: it resumes no session of %s',
  async (name, maxVersion) => {
    const { session } = await connected(name, { maxVersion });
    expect(await connected(name, { maxVersion, session })).toMatchObject({ isResumed: false });
  },
);

it('also after the certificates of the process were replaced', async () => {
  rmSync(authority.filesOf('scoring').certificate);
  await authority.ensure(['scoring']);
  served.poll();
  for (const name of ['gRPC', 'HTTP', 'REST']) {
    const { session } = await connected(name, {});
    expect([name, await connected(name, { session })]).toEqual([name, expect.objectContaining({ isResumed: false })]);
  }
});
