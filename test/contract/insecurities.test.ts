import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild } from '#deploy/local/children.js';
import { getText, readAs } from '#deploy/local/get-text.js';
import { READER, startIdentity } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { Database } from '#libs/postgres/database.js';
import { findRights } from '#libs/postgres/find-rights.js';
import { splitDatabase } from '#test/stack/database.js';
import { asAdmin, type SoundPlace, soundPlace } from '#test/stack/sound-place.js';

describe('what PostgreSQL says about the role of a department', () => {
  let database: Awaited<ReturnType<typeof splitDatabase>>;
  beforeAll(async () => {
    database = await splitDatabase('delivery');
  });
  afterAll(() => database.drop());

  const rightsOf = async (url: string) => {
    const opened = new Database({ url, name: 'rights', poolSize: 1 });
    return findRights(opened, DEPARTMENT_MIGRATIONS).finally(() => opened.close());
  };
  const admin = (sql: string) =>
    asAdmin(database.url, sql.replace('$role', pg.escapeIdentifier(database.roles.service)));

  it('is that it may do what it needs and no more', async () => {
    expect(await rightsOf(database.serviceUrl)).toEqual({
      ...{ role: database.roles.service, isSuperuser: false, bypassesRows: false, ownsTables: false, rewritable: [] },
      ...{ isEncrypted: false, isRemote: false },
    });
  });

  it('is that a superuser may do everything', async () => {
    expect(await rightsOf(database.url)).toMatchObject({ isSuperuser: true, ownsTables: true });
  });

  it.each([
    ['grant update (body) on fact to $role', 'revoke update (body) on fact from $role', { rewritable: ['fact'] }],
    ['grant delete on audit to $role', 'revoke delete on audit from $role', { rewritable: ['audit'] }],
    ['grant truncate on batch to $role', 'revoke truncate on batch from $role', { rewritable: ['batch'] }],
    ['grant update on question to $role', 'revoke update on question from $role', { rewritable: [] }], // not insert-only
    ['alter role $role bypassrls', 'alter role $role nobypassrls', { bypassesRows: true }],
  ])('is found out after %s', async (loosen, tighten, expected) => {
    await admin(loosen);
    expect(await rightsOf(database.serviceUrl).finally(() => admin(tighten))).toMatchObject(expected);
  });

  it('is that a member of the role that owns the tables is as good as their owner', async () => {
    const owner = pg.escapeIdentifier(database.roles.migrator);
    await admin(`grant ${owner} to $role`);
    const rights = await rightsOf(database.serviceUrl).finally(() => admin(`revoke ${owner} from $role`));
    expect(rights).toMatchObject({ ownsTables: true });
  });
});

describe('the process of a department', () => {
  const places: SoundPlace[] = [];
  const children: Child[] = [];
  afterAll(async () => {
    await Promise.all(children.map((child) => child.stop()));
    for (const place of places) await place.remove();
  });

  async function newPlace(): Promise<SoundPlace> {
    const place = await soundPlace('delivery');
    places.push(place);
    return place;
  }

  /** The reasons that /statusz shows once the process has looked. */
  async function reasonsWith(settings: Readonly<Record<string, string>>, operator: SoundPlace['operator']) {
    const port = await freePort();
    const env = { ...settings, CX_GRPC_PORT: '0', CX_HTTP_PORT: String(port) };
    const name = `delivery-${port}`;
    const programOf = await builtPrograms();
    children.push(startChild({ name, file: programOf('delivery'), logDir: tmpdir(), env }));
    const read = async () => {
      const page = await getText(`https://127.0.0.1:${port}/statusz`, operator).catch(() => undefined);
      return page?.status === 200 ? JSON.parse(page.text).security : undefined;
    };
    await expect.poll(async () => (await read())?.checkedAt, { timeout: 40_000 }).toBeDefined();
    const { insecurities } = (await read()) as { insecurities: { reason: string; accepted: boolean }[] };
    return insecurities.map(({ reason, accepted }) => (accepted ? `${reason} accepted` : reason));
  }

  it('knows nothing insecure where it is installed for production', async () => {
    const place = await newPlace();
    expect(await reasonsWith(place.settings, place.operator)).toEqual([]);
  });

  it('names everything that is insecure where it is not, and what the operator accepts', async () => {
    const dataDir = join(tmpdir(), `cx-insecure-${process.pid}-${Date.now()}`);
    const identity = await startIdentity({
      ...{ dataDir, logDir: tmpdir(), port: await freePort(), names: ['delivery'] },
    });
    try {
      await identity.ready;
      const place = await newPlace();
      const { CX_CASE_KEY_FILE: _, CX_DATABASE_PASSWORD_FILE: __, ...sound } = place.settings;
      const settings = {
        ...{ ...sound, ...identity.settings('delivery'), CX_DATABASE_URL: place.adminUrl, CX_CASE_KEY: '0'.repeat(64) },
        ...{ CX_FIRST_PUBLISHERS: 'rana,paul', CX_CALLS_AT_ONCE: '100000', CX_ACCEPTED_INSECURITIES: 'DEMO_AUTHORITY' },
      };
      expect(await reasonsWith(settings, readAs(identity.files(READER)))).toEqual([
        ...['DEMO_ISSUER', 'DEMO_AUTHORITY accepted', 'CASE_KEY_GUESSABLE', 'PASSWORD_GUESSABLE'],
        ...['SECRET_IN_ENVIRONMENT', 'DATABASE_ROLE_IS_SUPERUSER', 'FIRST_PUBLISHERS_DECIDE', 'BOUND_SWITCHED_OFF'],
      ]);
    } finally {
      await identity.stop();
    }
  });
});
