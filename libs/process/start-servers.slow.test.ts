import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asFeed, asPerson } from '#cli/session/connections.js';
import { getText, readAs } from '#deploy/local/get-text.js';
import { type LocalIdentity, READER, startIdentity } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { auditService } from '#libs/audit/grpc/audit-service.js';
import { GetIndexRequest, ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { NO_AUDIT } from '#libs/grpc/access/audit.js';
import { ownCallers } from '#libs/grpc/callers.js';
import { call, client } from '#libs/grpc/client.js';
import { type Connection, serviceConnection, tokenConnection } from '#libs/grpc/connection.js';
import { refusalOf } from '#libs/grpc/refusal.js';
import { createMetrics, type Metrics } from '#libs/metrics/metrics.js';
import { accessOf } from '#libs/rules/access-in-force.js';
import { decideCallers } from '#libs/rules/decide-callers.js';
import { boundsSettings } from '#libs/runtime/bounds-settings.js';
import { identitySettings } from '#libs/runtime/identity-settings.js';
import { ResourceStack } from '#libs/runtime/lifecycle.js';
import { TlsFiles } from '#libs/tls/tls-files.js';
import { serveScoring } from '#services/scoring/fixtures/served.js';
import { company, FIRST_DAY, published } from '#test/rules/documents.js';
import { runCx } from '#test/stack/run-cx.js';
import { openTls } from './open-tls.js';
import { startServers } from './start-servers.js';

const BINDINGS = [
  { group: 'leads-of-delivery', role: 'department_lead', departments: ['delivery'] },
  { group: 'hr-makers', role: 'hr_maker' },
  { group: 'auditors', role: 'auditor' },
  { group: 'rules-publishers', role: 'rules_publisher' },
];
const folder = mkdtempSync(join(tmpdir(), 'cx-start-servers-'));
const logged: { readonly facts: Record<string, unknown>; readonly message: string }[] = [];
const note = (facts: object, message: string) => logged.push({ facts: { ...facts }, message });
const stop = new AbortController();
const resources = new ResourceStack(stop.signal);
const lifecycle = {
  add: resources.add.bind(resources) as ResourceStack['add'],
  stopping: stop.signal,
  log: { debug: note, info: note, warn: note, error: note },
};
let identity: LocalIdentity;
let metrics: Metrics;
let port: number;
let http: number;
let served: Awaited<ReturnType<typeof serveScoring>>;

/** The servers of scoring as its process starts them, over counts in memory, and the issuer of npm start. */
beforeAll(async () => {
  identity = await startIdentity({
    dataDir: folder,
    logDir: folder,
    port: await freePort(),
    names: ['scoring', 'delivery'],
  });
  await identity.ready;
  writeFileSync(join(folder, 'addresses.json'), '{}');
  served = await serveScoring();
  metrics = createMetrics('scoring', { withProcess: false });
  http = await freePort();
  const settings = z.object({ ...identitySettings(), ...boundsSettings() }).parse(identity.settings('scoring'));
  const config = { ...settings, CX_HOST: '127.0.0.1', CX_GRPC_PORT: 0, CX_HTTP_PORT: http, CX_LINGER_MS: 0 };
  const tls = await openTls(lifecycle, config, metrics);
  const server = await startServers(lifecycle, {
    ...{ config, tls, metrics, services: [served.service] },
    bindingsOf: decideCallers({
      services: ownCallers(),
      accessAt: accessOf(published(company(), ['access', { valid_from: FIRST_DAY, bindings: BINDINGS }])),
      firstPublishers: [],
      now: () => Date.now(),
    }),
    ...{ status: async () => ({ fine: true }), whyNotReady: async () => undefined },
    insecurities: { report: { checkedAt: undefined, standing: [] } },
    audit: { audit: NO_AUDIT, service: auditService({} as never), status: async () => ({}) },
  });
  port = server.port;
}, 60_000);
afterAll(async () => {
  stop.abort();
  await resources.stopAll(() => undefined);
  await served?.close();
  await identity?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const env = { CX_DATA: folder };
const name = 'departments/delivery/indexes/2018-08';
const asked = async (connection: Connection) => {
  const scoring = client(ScoringServiceClient, `127.0.0.1:${port}`, connection, {
    'grpc.use_local_subchannel_pool': 1,
  });
  try {
    return (await call(scoring, 'getIndex', GetIndexRequest.fromPartial({ name }))).indexE4;
  } catch (error) {
    return refusalOf(error)?.reason ?? error;
  } finally {
    scoring.close();
  }
};
const asService = (files: { certificate: string; key: string; authority: string }) =>
  serviceConnection(new TlsFiles(files, { onReplaced: () => {}, onMistake: () => {} }));
const causes = () => logged.flatMap(({ facts: { cause } }) => (cause === undefined ? [] : [cause]));

describe('a process', () => {
  it('answers a person with a token of the issuer', async () => {
    expect(await asked(asPerson(env, 'auditor'))).toBe(834_271n);
  });

  it('lets a person ask what the role permits, and nothing else', async () => {
    expect(await asked(asPerson(env, 'lead-of-delivery'))).toBe(834_271n);
    expect(await asked(asPerson(env, 'rules-publisher'))).toBe('CALLER_NOT_ALLOWED');
  });

  it('refuses a feed that is proven and that no document binds to a role', async () => {
    expect(await asked(asFeed('shop', env))).toBe('CALLER_NOT_ALLOWED');
  });

  it('does not take a feed with the name of a service for that service', async () => {
    expect(await asked(asFeed('delivery', env))).toBe('CALLER_NOT_ALLOWED');
  });

  it('knows a service by its certificate', async () => {
    expect(await asked(asService(identity.files('delivery')))).toBe('CALLER_NOT_ALLOWED'); // proven, and a service reads no index
  });

  it('refuses a certificate of another authority, logs it and counts it', async () => {
    const other = new LocalAuthority({ dataDir: join(folder, 'other') });
    await other.ensure(['delivery']);
    const forged = { ...other.filesOf('delivery'), authority: identity.files('delivery').authority };
    expect(await asked(asService(forged))).toBe('CALLER_UNKNOWN');
    expect(causes()).toContain('CERTIFICATE_UNTRUSTED');
    const { text } = await metrics.exposition();
    expect(text).toContain('cx_callers_unproven_total{cause="CERTIFICATE_UNTRUSTED"} 1');
  });

  it('refuses a call without proof, and a token that is none', async () => {
    expect(await asked({ credentials: credentials.createSsl(identity.authority) })).toBe('CALLER_UNKNOWN');
    expect(await asked(tokenConnection(identity.authority, async () => 'a.b.c'))).toBe('CALLER_UNKNOWN');
    expect(causes()).toEqual(expect.arrayContaining(['NO_PROOF', 'TOKEN_MALFORMED']));
  });

  it('does not answer a client without TLS', async () => {
    expect(await asked({ credentials: credentials.createInsecure() })).toMatchObject({ code: 14 });
  });

  it('states when its certificates expire', async () => {
    const { text } = await metrics.exposition();
    expect(text).toMatch(/cx_certificate_expires_timestamp_seconds\{certificate="own"\} \d{10}/);
  });
});

describe('the HTTP port', () => {
  const page = (path: string, by = readAs(identity.files(READER))) => getText(`https://127.0.0.1:${http}${path}`, by);

  it.each(['/livez', '/readyz'])('answers %s to an orchestrator, which has no certificate', async (path) => {
    expect((await page(path, { ca: identity.authority })).status).toBe(200);
  });

  it.each(['/metrics', '/statusz'])('answers %s to Prometheus and to no other client', async (path) => {
    expect((await page(path)).status).toBe(200);
    expect((await page(path, { ca: identity.authority })).status).toBe(401);
    expect((await page(path, readAs(identity.files('delivery')))).status).toBe(403);
  });
});

describe('cx', () => {
  const cx = (...words: string[]) => runCx(words, { ...env, CX_ADDRESSES: `scoring=127.0.0.1:${port}` });

  it('needs no step before it: it acts for the person of the demo', async () => {
    const { code, stdout, stderr } = await cx('index', 'get', 'delivery', '2018-08');
    expect([code, stderr, stdout]).toEqual([0, '', expect.stringContaining('delivery 2018-08   83.4')]);
  });

  it('sends nothing to another service than the one that it means, and says what to do', async () => {
    const words = ['cases', 'delivered_by_first_promise', '2018-08'];
    const { code, stdout, stderr } = await runCx(words, { ...env, CX_ADDRESSES: `delivery=127.0.0.1:${port}` });
    expect([code, stdout, stderr.replaceAll(/\s+/g, ' ').trim()]).toEqual([
      1,
      '',
      `SERVICE_IS_ANOTHER: At 127.0.0.1:${port} (delivery, address from CX_ADDRESSES) another service answers: delivery was meant, ` +
        'and the certificate is that of scoring. Nothing was sent to it. Correct the address, or give the process there the certificate ' +
        'of the service that it is: docs/secure-connections.md.',
    ]);
  });

  it('sends nothing to a service of another trust domain, where CX_TRUST_DOMAIN states one', async () => {
    const other = { ...env, CX_ADDRESSES: `scoring=127.0.0.1:${port}`, CX_TRUST_DOMAIN: 'cx.example.com' };
    const { code, stderr } = await runCx(['index', 'get', 'delivery', '2018-08'], other);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^SERVICE_IS_ANOTHER: .*trust\s+domain/s)]);
  });

  it('acts for another person with --as, and says for whom', async () => {
    expect((await cx('whoami')).stdout).toContain('you at https://127.0.0.1:');
    expect((await cx('whoami', '--as', 'hr-maker')).stdout).toContain('groups: hr-makers');
    const { code, stderr } = await cx('whoami', '--as', 'stranger');
    expect([code, stderr]).toEqual([2, expect.stringContaining('The demo issuer gives no token for stranger')]);
  });

  it('keeps sessions for its user only', () => {
    const files = readdirSync(join(folder, 'sessions')).map((name) => join(folder, 'sessions', name));
    const modes = [...files, join(folder, 'issuer/secret')].map((file) => statSync(file).mode & 0o777);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });
});
