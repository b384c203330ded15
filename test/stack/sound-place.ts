import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { GetOptions } from '#deploy/local/get-text.js';
import { type Made, makeAuthority, makeCertificate } from '#deploy/local/tls/certificate-maker.js';
import type { Source } from '#libs/domain/source.js';
import { splitDatabase } from './database.js';

const DAY_MS = 86_400_000;
const DOMAIN = 'cx.example.com';

/** Everything that one process of a production installation is given: nothing of it is insecure. */
export interface SoundPlace {
  readonly settings: Readonly<Record<string, string>>;
  /** Reads /statusz. */
  readonly operator: GetOptions;
  /** postgres://... of the database, as a superuser. */
  readonly adminUrl: string;
  remove(): Promise<void>;
}

/** A database with split roles and long passwords, an authority of the company, an issuer that is not the demo's, secrets in files. */
export async function soundPlace(service: Source): Promise<SoundPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'cx-sound-'));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 90 * DAY_MS) };
  const authority = await makeAuthority('Example Ltd', validity);
  const certificate = (name: string) => {
    const hosts = ['localhost', '127.0.0.1'];
    return makeCertificate(authority, {
      ...{ commonName: name, uris: [`spiffe://${DOMAIN}/${name}`], hosts },
      ...validity,
    });
  };
  const [own, operator, issuerOwn] = await Promise.all([service, 'operator', 'issuer'].map(certificate));
  if (own === undefined || operator === undefined || issuerOwn === undefined) throw new Error('there are three names');
  const issuer = await startIssuer(issuerOwn);
  const database = await splitDatabase(service);
  const password = randomBytes(24).toString('base64url');
  await asAdmin(database.url, `alter role ${pg.escapeIdentifier(database.roles.service)} password '${password}'`);
  const address = new URL(database.serviceUrl);
  address.password = '';
  const ca = file('ca.crt', authority.certificate);
  return {
    settings: {
      CX_TLS_CERTIFICATE_FILE: file('tls.crt', own.certificate),
      CX_TLS_KEY_FILE: file('tls.key', own.key),
      ...{ CX_TLS_CA_FILE: ca, CX_OIDC_CA_FILE: ca, CX_TRUST_DOMAIN: DOMAIN, CX_OIDC_ISSUER: issuer.url },
      ...{ CX_DATABASE_URL: address.href, CX_DATABASE_PASSWORD_FILE: file('database-password', password) },
      CX_CASE_KEY_FILE: file('case-key', randomBytes(32).toString('hex')),
      ...{ CX_MIGRATE: 'wait', CX_INSTALLATION: randomUUID(), CX_LINGER_MS: '0' },
    },
    operator: {
      ca: Buffer.from(authority.certificate),
      cert: Buffer.from(operator.certificate),
      key: Buffer.from(operator.key),
    },
    adminUrl: database.url,
    remove: async () => {
      issuer.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An issuer that describes itself, as every issuer does, and has no keys. */
async function startIssuer({ certificate: cert, key }: Made) {
  let url = '';
  const server = createServer({ cert, key }, (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys`, keys: [] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => void server.close() };
}

export async function asAdmin(url: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(sql).finally(() => admin.end());
}
