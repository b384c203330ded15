import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { builtPrograms } from '#deploy/local/programs.js';
import { Database } from '#libs/postgres/database.js';
import { openDatabase } from '#libs/postgres/open.js';
import { securedPlace } from '#test/doubles/secured-place.js';
import { findTool, type PostgresName } from '#test/foreign/tools.js';
import { freshDatabase } from '#test/stack/database.js';
import { type OtherPostgresOptions, startOtherPostgres } from '#test/stack/other-postgres.js';

const run = promisify(execFile);
const MIGRATIONS = [{ name: 'source', folder: new URL('../../libs/batches/source/migrations/', import.meta.url) }];

const missing: string[] = [];
for (const name of ['postgres-14', 'postgres-17'] as const) {
  const tool = await findTool(name);
  if ('reason' in tool) {
    missing.push(name);
    console.log(`not run: tests with ${name}. ${tool.reason}`);
  }
}
const isHere = (name: PostgresName) => !missing.includes(name);

let database: Awaited<ReturnType<typeof freshDatabase>>;
/** What the start wrote about waiting. */
let waited: string[] = [];

beforeAll(async () => {
  database = await freshDatabase('start');
  const name = new URL(database.url).pathname.slice(1);
  await asOwner(`revoke connect on database ${name} from public`);
  await asOwner('revoke create on schema public from public');
  for (const user of ['outsider', 'reader', 'frozen', 'crowded']) {
    await asOwner(`create role ${user}_${name} login password 'cx'`);
    if (user !== 'outsider') await asOwner(`grant connect on database ${name} to ${user}_${name}`);
  }
  await asOwner(`alter role frozen_${name} set default_transaction_read_only = on`);
  await asOwner(`alter role crowded_${name} connection limit 0`);
});

afterAll(async () => {
  const name = new URL(database.url).pathname.slice(1);
  for (const user of ['outsider', 'reader', 'frozen', 'crowded']) {
    await asOwner(`drop owned by ${user}_${name}`);
    await asOwner(`drop role ${user}_${name}`);
  }
  await database.drop();
});

beforeEach(() => {
  waited = [];
});

async function asOwner(sql: string): Promise<void> {
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(sql).finally(() => owner.end());
}

const at = (change: (url: URL) => void) => {
  const url = new URL(database.url);
  change(url);
  return url.href;
};
const as = (user: string) => at((url) => Object.assign(url, { username: `${user}_${url.pathname.slice(1)}` }));

const open = (url: string, stopping = new AbortController().signal) =>
  openDatabase(
    { url, name: 'start' },
    { migrations: MIGRATIONS, stopping, onWaiting: (why) => waited.push(why), retryMs: 20 },
  );

describe('a start that can never succeed ends, and its sentence names the setting:', () => {
  it.each([
    [
      'a wrong password',
      () => at((url) => Object.assign(url, { password: 'wrong' })),
      'correct both in CX_DATABASE_URL',
    ],
    [
      'an unknown user',
      () => at((url) => Object.assign(url, { username: 'stranger' })),
      'correct both in CX_DATABASE_URL',
    ],
    [
      'an unknown database',
      () => at((url) => Object.assign(url, { pathname: '/none' })),
      'correct it in CX_DATABASE_URL',
    ],
    [
      'a server without TLS',
      () => at((url) => url.searchParams.set('sslmode', 'require')),
      'change sslmode in CX_DATABASE_URL',
    ],
    [
      'an unknown sslmode',
      () => at((url) => url.searchParams.set('sslmode', 'on')),
      'CX_DATABASE_URL is wrong: sslmode is one of',
    ],
    ['a user who may not connect', () => as('outsider'), 'grant it CONNECT'],
    ['a user who may not create tables', () => as('reader'), 'and set CX_MIGRATE=wait'],
    ['a user whose transactions are read-only', () => as('frozen'), 'set default_transaction_read_only to off'],
  ])('%s', async (_, url, setting) => {
    await expect((async () => await open(url()))()).rejects.toMatchObject({
      reason: 'STORE_MISCONFIGURED',
      message: expect.stringContaining(setting),
    });
    expect(waited).toEqual([]);
  });
});

it('a start on a database with another encoding ends and prints the command that creates a right one', async () => {
  const name = `${new URL(database.url).pathname.slice(1)}_latin1`;
  await asOwner(`create database ${name} encoding 'LATIN1' template template0`);
  try {
    await expect(open(at((url) => Object.assign(url, { pathname: `/${name}` })))).rejects.toMatchObject({
      reason: 'STORE_MISCONFIGURED',
      message: expect.stringContaining('its encoding is LATIN1, which cannot hold every id; create it with: create'),
    });
  } finally {
    await asOwner(`drop database ${name} with (force)`);
  }
});

/** Servers that are not the one of this run. */
describe('a start on another server', () => {
  const refused = async (name: PostgresName, options: OtherPostgresOptions, says: string) => {
    const server = await startOtherPostgres(name, options);
    try {
      await expect(open(server.url('postgres'))).rejects.toMatchObject({
        reason: 'STORE_MISCONFIGURED',
        message: expect.stringContaining(says),
      });
    } finally {
      await server.stop();
    }
  };

  it.skipIf(!isHere('postgres-14'))('that is too old ends and names the version that is needed', async () => {
    await refused('postgres-14', {}, 'it is PostgreSQL 14, and PostgreSQL 15 or newer is needed');
  });

  it.skipIf(!isHere('postgres-17'))(
    'that is a read-only replica by mistake ends and asks for the primary',
    async () => {
      await refused(
        'postgres-17',
        { isReplica: true },
        'it is a read-only replica; set CX_DATABASE_URL to the address of',
      );
    },
  );

  it.skipIf(!isHere('postgres-17'))('that takes no connections yet (57P03) waits and says so once', async () => {
    const server = await startOtherPostgres('postgres-17', { isReplica: true, settings: { hot_standby: 'off' } });
    const stopping = new AbortController();
    const start = open(server.url('postgres'), stopping.signal);
    await expect.poll(() => waited).toEqual(['the database is starting or stopping; try again']);
    stopping.abort();
    await expect(start).rejects.toBe(stopping.signal.reason);
    await server.stop();
  });
});

describe('a start that may succeed later waits and says so once:', () => {
  it.each([
    [
      'no server listens',
      () => at((url) => Object.assign(url, { port: '1' })),
      'the database does not answer; try again',
    ],
    ['no connection is free', () => as('crowded'), 'the database has no free connection; try again'],
  ])('%s', async (_, url, why) => {
    const stopping = new AbortController();
    const start = open(url(), stopping.signal);
    await expect.poll(() => waited).toEqual([why]);
    await new Promise((resume) => setTimeout(resume, 200)); // ten more tries
    stopping.abort();
    await expect(start).rejects.toBe(stopping.signal.reason);
    expect(waited).toEqual([why]);
  });

  it('until it succeeds', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await asOwner(`grant create on schema public to crowded_${name}`);
    const start = open(as('crowded'));
    await expect.poll(() => waited).toHaveLength(1);
    await asOwner(`alter role crowded_${name} connection limit 10`);
    const opened = await start;
    expect(opened.migrated).not.toEqual([]);
    await opened.database.close();
  });
});

describe('a service', () => {
  const start = async (databaseUrl: string) => {
    const place = await securedPlace();
    const env = {
      ...process.env,
      ...place.settings,
      CX_DATABASE_URL: databaseUrl,
      CX_INSTALLATION: randomUUID(),
      CX_CASE_KEY: '0'.repeat(64),
      CX_GRPC_PORT: '0',
      CX_HTTP_PORT: '0',
    };
    const programOf = await builtPrograms();
    return run(process.execPath, [programOf('delivery')], { env })
      .catch((failed) => failed)
      .finally(place.remove);
  };

  it('that is started with a wrong password ends with 2, and the last line of its log is that sentence', async () => {
    const wrong = at((url) => Object.assign(url, { password: 'wrong' }));
    const { code, stdout } = (await start(wrong)) as { code: number; stdout: string };
    expect(code).toBe(2);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
      level: 'error',
      msg: 'could not start: the database cannot be used: the user or its password is refused; correct both in CX_DATABASE_URL, or the password in CX_DATABASE_PASSWORD',
      reason: 'STORE_MISCONFIGURED',
    });
  }, 180_000); // a start, on a machine that may be busy with other tests
});

describe('a process that runs', () => {
  it('names the setting to its callers when the database becomes read-only', async () => {
    const running = new Database({ url: database.url, name: 'running', poolSize: 1 });
    await running.execute('create table note (id integer)');
    // What a failover does to the connections that the old primary keeps.
    await running.query(`select set_config('default_transaction_read_only', 'on', false)`);
    const write = () => running.execute('insert into note values (1)');
    await expect(write()).rejects.toMatchObject({
      reason: 'STORE_MISCONFIGURED',
      message: 'the database has become read-only; set CX_DATABASE_URL to the address of the primary',
    });
    expect(await write()).toBe(1); // on a new connection
    await running.close();
  });

  it('names the privilege that it misses', async () => {
    const running = new Database({ url: as('reader'), name: 'running' });
    await asOwner('create table secret (id integer)');
    await expect(running.query('select * from secret')).rejects.toMatchObject({
      reason: 'STORE_MISCONFIGURED',
      message: expect.stringContaining('with CX_SERVICE_ROLE set to this user'),
    });
    await running.close();
  });
});
