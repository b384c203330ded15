import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import type { ServerCredentials } from '@grpc/grpc-js';
import { CONNECTION_FILE, type ConnectionFile, readIssuer } from '#cli/session/issuer.js';
import { writeSession } from '#cli/session/session-file.js';
import { settingsFrom } from '#deploy/local/local-identity.js';
import { makeCertificate } from '#deploy/local/tls/certificate-maker.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { serverCredentials } from '#libs/grpc/tls-credentials.js';
import { type TlsFileNames, TlsFiles } from '#libs/tls/tls-files.js';

/** A data folder with certificates and sessions, for a test that calls a server of its own by `cx`. */
export interface SecuredPlace {
  readonly credentials: ServerCredentials;
  /** Of a process that a test starts. */
  readonly settings: Readonly<Record<string, string>>;
  readonly authority: Buffer;
  /** Puts TLS before a server that has none. Returns the port. */
  before(port: number): Promise<number>;
  /** For `cx`: every token is the name of the caller, as test/doubles/named-callers.ts reads it. */
  readonly env: { readonly CX_DATA: string };
  remove(): void;
}

/** @param feeds  whose tokens `cx` already has  @param people  for whom it may act, beside the two that it always has */
export async function securedPlace(
  feeds: readonly string[] = [],
  people: readonly string[] = [],
): Promise<SecuredPlace> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-secured-'));
  const authority = new LocalAuthority({ dataDir });
  await authority.ensure(['scoring']);
  const proxy = await withoutName(authority);
  mkdirSync(join(dataDir, 'issuer'));
  writeFileSync(join(dataDir, 'issuer/secret'), 'x');
  const connection: ConnectionFile = {
    authorityFile: 'tls/ca.crt',
    issuer: 'https://127.0.0.1:1',
    demoSecretFile: 'issuer/secret',
  };
  writeFileSync(join(dataDir, CONNECTION_FILE), JSON.stringify(connection));
  writeFileSync(join(dataDir, 'addresses.json'), '{}');
  const env = { CX_DATA: dataDir };
  const issuer = readIssuer(env);
  const session = { issuer: issuer.url, expiresAt: Date.now() + 86_400_000, refreshToken: undefined };
  writeSession(issuer, '', { ...session, accessToken: 'console' });
  for (const name of ['rules-publisher', ...people]) writeSession(issuer, name, { ...session, accessToken: name });
  for (const feed of feeds) writeSession(issuer, `feed ${feed}`, { ...session, accessToken: feed });
  const files = new TlsFiles(proxy, { onReplaced: () => {}, onMistake: () => {} });
  const fronts: Server[] = [];
  return {
    credentials: serverCredentials(files),
    settings: settingsFrom(authority.filesOf('scoring'), issuer.url),
    authority: files.current.authority,
    before: async (port) => {
      const { certificate: cert, key } = files.current;
      const front = createServer({ cert, key, ALPNProtocols: ['h2'] }, (socket) => {
        const behind = connect(port, '127.0.0.1');
        for (const one of [socket, behind]) one.on('error', () => undefined);
        socket.pipe(behind).pipe(socket);
      });
      fronts.push(front);
      await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
      return (front.address() as AddressInfo).port;
    },
    env,
    remove: () => {
      for (const front of fronts) front.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Of a proxy in front of all services: a test of `cx` asks several of them at one server. */
async function withoutName(authority: LocalAuthority): Promise<TlsFileNames> {
  const [ca, files] = [authority.filesOf('ca'), authority.filesOf('proxy')];
  const signer = { certificate: readFileSync(ca.certificate, 'utf8'), key: readFileSync(ca.key, 'utf8') };
  const at = (days: number) => new Date(Date.now() + days * 86_400_000);
  const hosts = ['localhost', '127.0.0.1'];
  const made = await makeCertificate(signer, {
    ...{ commonName: 'proxy', uris: [], hosts, notBefore: at(-1), notAfter: at(30) },
  });
  writeFileSync(files.certificate, made.certificate);
  writeFileSync(files.key, made.key);
  return files;
}
