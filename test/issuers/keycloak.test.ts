import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '#cli/session/session-file.js';
import { feedToken } from '#cli/session/tokens.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { AUDIT_MIGRATIONS } from '#libs/audit/store/migrations.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { DeliveryServiceClient, RecordDeliveryFactsRequest } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { call, client } from '#libs/grpc/client.js';
import { tokenConnection } from '#libs/grpc/connection.js';
import { Database } from '#libs/postgres/database.js';
import { MIGRATIONS } from '#services/scoring/migrations.js';
import { askIndex, provingCallers, unprovenBy } from '#test/contract/audit/proving-callers.js';
import { serveOnRecord } from '#test/contract/audit/serve-on-record.js';
import { SOURCE_SCHEMA, scoringServices, sourceServices } from '#test/contract/reasons/servers.js';
import { findTool } from '#test/foreign/tools.js';
import { migratedDatabase } from '#test/stack/database.js';
import { exchange } from '#test/stack/exchange.js';
import { FormBrowser } from '#test/stack/form-browser.js';
import { type RunningKeycloak, startKeycloak } from '#test/stack/keycloak.js';
import { runCx } from '#test/stack/run-cx.js';
import { typeCx } from '#test/stack/typed-cx.js';

const keycloakProgram = await findTool('keycloak');
if ('reason' in keycloakProgram) console.log(`not run: tests with Keycloak. ${keycloakProgram.reason}`);

/** Who may do what. The groups are those of the realm. */
const document = {
  valid_from: '2018-01-01',
  bindings: [
    { group: 'auditors', role: 'auditor' },
    { group: 'operators', role: 'operator' },
    { client: 'shop', role: 'feed', feed: 'shop' },
  ],
};
const PASSWORD = 'of-a-person';

/** The realm of deploy/compose in a real Keycloak, and two services that believe its tokens. */
describe.skipIf('reason' in keycloakProgram)('Keycloak', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-keycloak-'));
  const authority = new LocalAuthority({ dataDir: folder });
  const files = (name: string) => authority.filesOf(name);
  const stops: (() => Promise<void>)[] = [];
  let keycloak: RunningKeycloak;
  let scoring: Awaited<ReturnType<typeof serveOnRecord>>;
  let delivery: Awaited<ReturnType<typeof serveOnRecord>>;
  let env: Record<string, string>;

  beforeAll(async () => {
    if ('reason' in keycloakProgram) return;
    await authority.ensure(['scoring', 'delivery', 'issuer']);
    keycloak = await startKeycloak(keycloakProgram.path, folder, files('issuer'));
    stops.push(() => keycloak.stop());
    await keycloak.admin.addPerson('anna', PASSWORD, ['auditors']);
    await keycloak.admin.addPerson('otto', PASSWORD, []);
    // As docs/install.md describes the client of a feed.
    await keycloak.admin.addClient({
      ...{ clientId: 'shop', secret: 'of-the-shop', publicClient: false, standardFlowEnabled: false },
      ...{ serviceAccountsEnabled: true, attributes: { 'access.token.header.type.rfc9068': 'true' } },
      defaultClientScopes: ['cx-index'],
    });
    // A client of another program at the same issuer: its tokens have the right audience, and its type is not that of an access token.
    await keycloak.admin.addClient({
      ...{ clientId: 'other-program', publicClient: true, directAccessGrantsEnabled: true },
      ...{ standardFlowEnabled: false, defaultClientScopes: ['cx-index'] },
    });
    scoring = await served('scoring');
    delivery = await served('delivery');
    env = {
      CX_OIDC_ISSUER: keycloak.issuer,
      CX_OIDC_CA_FILE: files('ca').certificate,
      CX_TLS_CA_FILE: files('ca').certificate,
      CX_ADDRESSES: `scoring=127.0.0.1:${scoring.port},delivery=127.0.0.1:${delivery.port}`,
      CX_FEED_CLIENT: 'shop',
      CX_FEED_SECRET: 'of-the-shop',
      ...{ HOME: folder, XDG_CONFIG_HOME: folder, PATH: '' },
    };
  }, 180_000);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A service on a database of its own, with everything by which its process proves its callers. */
  async function served(name: 'scoring' | 'delivery') {
    const fresh = await migratedDatabase(
      `keycloak_${name}`,
      name === 'scoring' ? MIGRATIONS : [...SOURCE_SCHEMA, AUDIT_MIGRATIONS],
    );
    const database = new Database({ url: fresh.url, name: 'test' });
    const server = await serveOnRecord({
      ...{ database, server: name },
      services: name === 'scoring' ? scoringServices(database, 1) : sourceServices('delivery', database),
      callers: provingCallers(files(name), keycloak.issuer, document),
    });
    stops.push(async () => {
      await server.close();
      await database.close();
      await fresh.drop();
    });
    return server;
  }

  const cx = (...words: string[]) => runCx(words, env);
  const ca = () => readFileSync(files('ca').certificate);

  /** What a person does in the browser to which `cx login` sends them. */
  async function signInAs(person: string, words: readonly string[] = []): Promise<{ code: number; text: string }> {
    const typed = typeCx(['login', ...words], env);
    const [, address = ''] = await typed.printed(words.length === 0 ? /or open (\S+)/ : /Open (\S+)/);
    const browser = new FormBrowser(ca());
    await browser.open(address);
    await browser.submit({ username: person, password: PASSWORD, credentialId: '' });
    if (/name="accept"/.test(browser.shown.text)) await browser.submit({ accept: 'Yes' });
    return typed.ended;
  }

  /** The answer to a person or a feed that asks for an index with this token. */
  const asked = (token: string) =>
    askIndex(
      scoring.port,
      tokenConnection(ca(), async () => token),
    );

  const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
  const session = (): { readonly file: string; readonly kept: Session } => {
    const sessions = join(folder, 'cx-index/sessions');
    const person = readdirSync(sessions).map((name) => join(sessions, name));
    const [file = ''] = person.filter((one) => /refreshToken":"/.test(readFileSync(one, 'utf8')));
    return { file, kept: JSON.parse(readFileSync(file, 'utf8')) as Session };
  };

  it('signs a person in by a code, and her groups let her ask', async () => {
    expect(await signInAs('anna')).toMatchObject({ code: 0, text: expect.stringContaining('Signed in at') });
    expect((await cx('whoami')).stdout).toContain('groups: auditors');
    const { code, stdout } = await cx('index', 'get', 'delivery', '2018-03');
    expect([code, stdout]).toEqual([0, expect.stringContaining('delivery 2018-03')]);
    expect(headerOf(session().kept.accessToken)).toMatchObject({ typ: 'at+jwt' });
  });

  it('renews her session by its refresh token', async () => {
    const { file, kept } = session();
    writeFileSync(file, JSON.stringify({ ...kept, expiresAt: Date.now() }), { mode: 0o600 });
    expect((await cx('whoami')).code).toBe(0);
    expect(session().kept.accessToken).not.toBe(kept.accessToken);
  });

  it('ends her session with cx logout', async () => {
    const { refreshToken = '' } = session().kept;
    expect(await cx('logout')).toMatchObject({ code: 0, stdout: expect.stringContaining('Signed out at') });
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'cx' };
    const { status, text } = await posted(form);
    expect([status, JSON.parse(text)]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })]);
  });

  it('signs a person in by the browser of this machine, whom no group lets ask', async () => {
    expect(await signInAs('otto', ['--browser'])).toMatchObject({ code: 0 });
    const { code, stderr } = await cx('index', 'get', 'delivery', '2018-03');
    expect([code, stderr.replaceAll('\n', ' ')]).toEqual([1, expect.stringContaining('binds no role to')]);
  });

  it('gives a feed a token by client credentials, with which it reports facts and reads no index', async () => {
    const token = await feedToken(env, 'shop');
    const shop = client(
      DeliveryServiceClient,
      `127.0.0.1:${delivery.port}`,
      tokenConnection(ca(), async () => token),
    );
    const what = { $case: 'delivered' as const, value: {} };
    const fact = { factId: 'f', orderId: 'o', happenedAt: new Date('2018-05-01T12:00:00Z'), what };
    const request = RecordDeliveryFactsRequest.fromPartial({ facts: [fact], origin: Origin.ORIGIN_IMPORTED });
    const { outcomes } = await call(shop, 'recordDeliveryFacts', request);
    shop.close();
    expect(outcomes.map(({ reason }) => reason)).toEqual(['']);
    expect(await asked(token)).toMatchObject({
      reason: 'CALLER_NOT_ALLOWED',
      message: expect.stringContaining('shop may not'),
    });
  });

  it('signs with a new key after a rotation, and its first token is taken', async () => {
    const before = headerOf(await feedToken(env, 'shop'));
    await keycloak.admin.rotateKey();
    rmSync(join(folder, 'cx-index'), { recursive: true });
    const token = await feedToken(env, 'shop');
    expect(headerOf(token).kid).not.toBe(before.kid);
    // The keys are read again at most every ten seconds, so that invented names of keys do not burden the issuer.
    await expect
      .poll(() => asked(token), { timeout: 15_000, interval: 1_000 })
      .toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });

  it('gives ID tokens and tokens of other types, which prove nothing to a service', async () => {
    const form = {
      grant_type: 'password',
      client_id: 'other-program',
      username: 'anna',
      password: PASSWORD,
      scope: 'openid',
    };
    const { text } = await posted(form);
    const { id_token: idToken = '', access_token: accessToken = '' } = JSON.parse(text) as Record<string, string>;
    expect(headerOf(accessToken).typ).toBe('JWT');
    expect(await asked(accessToken)).toEqual(unprovenBy('TOKEN_NOT_FOR_ACCESS'));
    expect(await asked(idToken)).toMatchObject({ reason: 'CALLER_UNKNOWN' });
  });

  function posted(form: Readonly<Record<string, string>>) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams(form).toString();
    return exchange(`${keycloak.issuer}/protocol/openid-connect/token`, { ca: ca(), headers, body });
  }
});
