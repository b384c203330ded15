import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startChild } from '#deploy/local/children.js';
import { getText } from '#deploy/local/get-text.js';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { migrate } from '#libs/postgres/migrate.js';
import { openDatabase } from '#libs/postgres/open.js';
import { securedPlace } from '#test/doubles/secured-place.js';
import { freshDatabase } from '#test/stack/database.js';

const run = promisify(execFile);
const MIGRATIONS = [{ name: 'source', folder: new URL('../../libs/batches/source/migrations/', import.meta.url) }];

let database: Awaited<ReturnType<typeof freshDatabase>>;
let role: string;

beforeAll(async () => {
  database = await freshDatabase('apart');
  role = `reader_${new URL(database.url).pathname.slice(1)}`;
  await asOwner('revoke create on schema public from public');
  await asOwner(`create role ${role} login password 'cx'`);
});

afterAll(async () => {
  await asOwner(`drop owned by ${role}`);
  await asOwner(`drop role ${role}`);
  await database.drop();
});

async function asOwner(sql: string): Promise<void> {
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(sql).finally(() => owner.end());
}

/** Opens a database whose migrations another process applies. */
function open(url: string, waited: string[]) {
  const stopping = new AbortController().signal;
  const onWaiting = (why: string) => waited.push(why);
  return openDatabase(
    { url, name: 'apart' },
    { migrations: MIGRATIONS, awaitMigrations: true, stopping, onWaiting, retryMs: 20 },
  );
}

it('a process that does not migrate waits until another one has, and says so once', async () => {
  const other = await freshDatabase('awaited');
  const waited: string[] = [];
  const opening = open(other.url, waited);
  await expect
    .poll(() => waited)
    .toEqual([
      expect.stringMatching(
        /^its tables are of an older version and lack source\/0001_.*; run its migrations: main.js migrate$/,
      ),
    ]);
  const migrating = await openDatabase(
    { url: other.url, name: 'migrating' },
    { migrations: MIGRATIONS, stopping: new AbortController().signal, onWaiting: () => {} },
  );
  const opened = await opening;
  expect(opened.migrated).toEqual([]);
  expect(waited).toHaveLength(1);
  // A migration keeps the version before it working, so that both run side by side in an upgrade. The older one changes nothing.
  await migrating.database.execute(`insert into migration values ('source', 99, '0099_later', 'f00')`);
  await (await open(other.url, waited)).database.close();
  expect(await migrate(migrating.database, MIGRATIONS)).toEqual([]);
  await opened.database.close();
  await migrating.database.close();
  await other.drop();
});

it('`main.js migrate` needs the address and the role of the service, which then runs and may change no table', async () => {
  const programOf = await builtPrograms();
  const main = programOf('delivery');
  const { stdout } = await run(process.execPath, [main, 'migrate'], {
    env: { PATH: process.env['PATH'], CX_DATABASE_URL: database.url, CX_SERVICE_ROLE: role },
  });
  expect(stdout).toMatch(/cases\/0001_/);

  const url = new URL(database.url);
  url.username = role;
  const port = await freePort();
  const place = await securedPlace();
  const service = startChild({
    name: `delivery-${role}`,
    file: main,
    logDir: tmpdir(),
    env: {
      ...place.settings,
      ...{ CX_DATABASE_URL: url.href, CX_MIGRATE: 'wait', CX_INSTALLATION: randomUUID() },
      ...{ CX_CASE_KEY: '0'.repeat(64), CX_GRPC_PORT: '0', CX_HTTP_PORT: String(port), CX_LINGER_MS: '0' },
    },
  });
  try {
    const { authority: ca } = place;
    const ready = async () =>
      (await getText(`https://127.0.0.1:${port}/readyz`, { ca }).catch(() => undefined))?.status;
    await expect.poll(ready, { timeout: 30_000 }).toBe(200);
  } finally {
    await service.stop();
    place.remove();
  }
});
