import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Made, makeCertificate, type Subject } from '#deploy/local/tls/certificate-maker.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import type { ProofCause } from '#libs/domain/proof.js';
import { type Connection, tokenConnection } from '#libs/grpc/connection.js';
import { TestIssuer } from '#test/doubles/test-issuer.js';
import type { Said } from './audit/bench.js';
import { askIndex, provingCallers, unprovenBy } from './audit/proving-callers.js';
import { serveOnRecord } from './audit/serve-on-record.js';
import { scoringServices } from './reasons/servers.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

const DAY_MS = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'cx-unproven-'));
const authority = new LocalAuthority({ dataDir: folder });
const document = { valid_from: '2018-01-01', bindings: [{ group: 'auditors', role: 'auditor' }] };
let issuer: TestIssuer;
let server: Awaited<ReturnType<typeof serveOnRecord>>;
/** Every proof that was sent; none of it may be found anywhere. */
const sent: string[] = [];
const counted = new Map<string, number>();

/** Scoring as its process starts it, with the document `access` and an issuer of this test. */
beforeAll(async () => {
  await authority.ensure(['scoring', 'delivery', 'issuer']);
  issuer = await TestIssuer.start(authority.filesOf('issuer'));
  server = await serveOnRecord({
    ...{ database, server: 'scoring', services: scoringServices(database, 1) },
    callers: provingCallers(authority.filesOf('scoring'), issuer.url, document),
  });
});
afterAll(async () => {
  await server?.close();
  await issuer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ca = () => readFileSync(authority.filesOf('ca').certificate);

const ask = (connection: Connection) => askIndex(server.port, connection);

/** Asks, and expects the cause in the answer, the log and the metric. */
async function expectRefused(connection: Connection, cause: ProofCause): Promise<void> {
  const before = server.logged.length;
  expect(await ask(connection)).toEqual(unprovenBy(cause));
  const lines = server.logged.slice(before).filter((line) => line.includes('a caller was refused'));
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ cause, address: expect.stringContaining('127.0.0.1:') }),
  ]);
  counted.set(cause, (counted.get(cause) ?? 0) + 1);
  const { text } = await server.metrics.exposition();
  expect(text).toContain(`cx_callers_unproven_total{cause="${cause}"} ${counted.get(cause)}\n`);
}

const withToken = (token: string) => {
  sent.push(...token.split('.').filter((part) => part.length > 8));
  return tokenConnection(ca(), async () => token);
};
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token', () => {
  /** The claims of a good token, signed in another way or not at all. */
  const claims = async () => (await issuer.token()).split('.')[1] ?? '';
  const old = async () => ({ by: await generateKeyPair('ES256') });
  const past = () => Math.floor(Date.now() / 1000) - 60;
  const byPublicKey = async () => {
    const head = `${part({ alg: 'HS256', typ: 'at+jwt', kid: 'published' })}.${await claims()}`;
    return `${head}.${createHmac('sha256', JSON.stringify(issuer.publicKey)).update(head).digest('base64url')}`;
  };

  it('that is in order is taken', async () => {
    expect(await ask(withToken(await issuer.token()))).toBe('answered');
  });

  it.each<[string, () => Promise<string>, ProofCause]>([
    ['that has expired', () => issuer.token({ claims: { exp: past() } }), 'TOKEN_EXPIRED'],
    ['for another audience', () => issuer.token({ claims: { aud: 'shop' } }), 'TOKEN_FOR_OTHER_AUDIENCE'],
    ['of another issuer', () => issuer.token({ claims: { iss: 'https://other.test' } }), 'TOKEN_OF_OTHER_ISSUER'],
    ['without a client', () => issuer.token({ claims: { client_id: undefined } }), 'TOKEN_INCOMPLETE'],
    ['that is an ID token', () => issuer.token({ header: { typ: 'JWT' } }), 'TOKEN_NOT_FOR_ACCESS'],
    ['by an old key', async () => issuer.token({ ...(await old()), header: { kid: 'old' } }), 'TOKEN_KEY_UNKNOWN'],
    ['by another key under the name of the good one', async () => issuer.token(await old()), 'TOKEN_SIGNATURE_WRONG'],
    [
      'that is not signed',
      async () => `${part({ alg: 'none', typ: 'at+jwt', kid: 'published' })}.${await claims()}.`,
      'TOKEN_ALGORITHM_REFUSED',
    ],
    ['signed with the public key as a password', byPublicKey, 'TOKEN_ALGORITHM_REFUSED'],
    ['that is none', async () => 'no-token-at-all', 'TOKEN_MALFORMED'],
  ])('%s is refused with the cause, logged and counted', async (_, token, cause) => {
    await expectRefused(withToken(await token()), cause);
  });

  it('of 20 kB is refused before it is read, by the bound of metadata', async () => {
    const long = await issuer.token({ claims: { groups: Array.from({ length: 1_200 }, (_, n) => `group-${n}`) } });
    expect(await ask(withToken(long))).toMatchObject({ reason: 'METADATA_TOO_LARGE' });
    const { text } = await server.metrics.exposition();
    expect(text).toMatch(/^cx_bound_refusals_total\{[^}]*bound="metadata"[^}]*\} 1$/m);
  });

  it('of a megabyte is not taken, and the server answers the next caller', async () => {
    const huge = await issuer.token({ claims: { groups: 'g'.repeat(1024 * 1024) } });
    expect(await ask(withToken(huge))).not.toBe('answered');
    expect(await ask(withToken(await issuer.token()))).toBe('answered');
  });
});

describe('a certificate', () => {
  const at = (days: number) => new Date(Date.now() + days * DAY_MS);
  const good: Subject = {
    ...{ commonName: 'delivery', uris: ['spiffe://cx.local/delivery'], hosts: [] },
    ...{ notBefore: at(-1), notAfter: at(1) },
  };
  const signer = (): Made => {
    const files = authority.filesOf('ca');
    return { certificate: readFileSync(files.certificate, 'utf8'), key: readFileSync(files.key, 'utf8') };
  };
  const withCertificate = ({ certificate, key }: Made): Connection => ({
    credentials: credentials.createSsl(ca(), Buffer.from(key), Buffer.from(certificate)),
  });
  const made = async (stated: Partial<Subject>) => makeCertificate(signer(), { ...good, ...stated });

  it('that is in order proves a service, which then may not read an index', async () => {
    expect(await ask(withCertificate(await made({})))).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });

  it.each<[string, Partial<Subject>, ProofCause]>([
    ['that has expired', { notBefore: at(-3), notAfter: at(-1) }, 'CERTIFICATE_EXPIRED'],
    ['that is not valid yet', { notBefore: at(1), notAfter: at(3) }, 'CERTIFICATE_NOT_YET_VALID'],
    ['without alternative names, whatever its common name', { uris: [] }, 'CERTIFICATE_WITHOUT_NAME'],
    ['with a host and no URI', { uris: [], hosts: ['delivery'] }, 'CERTIFICATE_WITHOUT_NAME'],
    [
      'with two URIs',
      { uris: ['spiffe://cx.local/delivery', 'spiffe://cx.local/scoring'] },
      'CERTIFICATE_WITH_SEVERAL_NAMES',
    ],
    ['of another trust domain', { uris: ['spiffe://other.test/delivery'] }, 'CERTIFICATE_OF_OTHER_DOMAIN'],
  ])('%s is refused with the cause, logged and counted', async (_, stated, cause) => {
    await expectRefused(withCertificate(await made(stated)), cause);
  });

  it('of another authority is refused with the cause, logged and counted', async () => {
    const other = new LocalAuthority({ dataDir: join(folder, 'other') });
    await other.ensure(['delivery']);
    const { certificate, key } = other.filesOf('delivery');
    const files = { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
    await expectRefused(withCertificate(files), 'CERTIFICATE_UNTRUSTED');
  });

  it('is not there, and no token: refused with the cause, logged and counted', async () => {
    await expectRefused({ credentials: credentials.createSsl(ca()) }, 'NO_PROOF');
  });
});

describe('after all of them', () => {
  it('the audit log has each refusal, without a name, and no token is anywhere', async () => {
    await server.close();
    const lines = (await database.query<{ line: string }>('select line from audit')).map(({ line }) => line);
    const refusals = lines
      .map((line) => JSON.parse(line) as Said)
      .filter(({ outcome }) => outcome?.reason === 'CALLER_UNKNOWN');
    expect(new Set(refusals.map(({ who }) => `${who.kind} ${who.name}`))).toEqual(new Set(['unknown ']));
    const refused = [...counted.values()].reduce((sum, count) => sum + count, 0);
    expect(refusals.reduce((sum, { count = '1' }) => sum + Number(count), 0)).toBe(refused);
    const everywhere = [...lines, ...server.logged, (await server.metrics.exposition()).text].join('\n');
    expect(sent.filter((text) => everywhere.includes(text))).toEqual([]);
  });
});
