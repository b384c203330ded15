import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { openDatabase } from '#libs/postgres/open.js';
import { findTool } from '#test/foreign/tools.js';
import { splitDatabase } from '#test/stack/database.js';
import { type OtherPostgres, startOtherPostgres } from '#test/stack/other-postgres.js';
import { runProgram } from '#test/stack/run-cx.js';
import { addressesIn, operate } from './scripts.js';

const tool = await findTool('postgresql-client');
if ('reason' in tool) console.warn(`\nWHAT RESTORES REFUSE IS NOT TESTED: ${tool.reason}\n`);

const NAMES = ['scoring', 'delivery', 'signer', 'payout'] as const;
type Split = Awaited<ReturnType<typeof splitDatabase>>;

/** The databases of scoring, of one department, of the signer and of payout, without processes: what the scripts refuse, and what they change. */
describe.skipIf('reason' in tool)('the scripts for backups', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-restore-'));
  const backup = join(folder, 'backup');
  const folders: string[] = [folder];
  let postgres: OtherPostgres;
  let databases: Readonly<Record<(typeof NAMES)[number], Split>>;
  let addresses: string;

  const addressed = (urls: Readonly<Record<string, string>>) => {
    const made = addressesIn(urls);
    folders.push(made);
    return made;
  };
  const refused = async (script: string, words: readonly string[]) => {
    const { code, stderr } = await operate(script, words);
    return [code, stderr.trim().split('\n').at(-1)?.split(':')[0]];
  };

  beforeAll(async () => {
    postgres = await startOtherPostgres('postgres-15', { password: 'cx' });
    const made = NAMES.map(async (name) => [name, await splitDatabase(name, postgres.url('postgres'))] as const);
    databases = Object.fromEntries(await Promise.all(made)) as typeof databases;
    await sealSomething(databases.delivery.serviceUrl);
    await rowsIn(databases.payout.serviceUrl, MANIFEST);
    addresses = addressed(Object.fromEntries(NAMES.map((name) => [name, databases[name].ownerUrl])));
  });
  afterAll(async () => {
    await postgres.stop();
    for (const made of folders) rmSync(made, { recursive: true, force: true });
  });

  it('put no password on a command line', async () => {
    const { programs, lines } = recorded(folder);
    const { code, stderr } = await operate('backup.sh', [addresses, backup], { PATH: programs });
    expect([code, stderr]).toEqual([0, '']);
    expect(readFileSync(join(backup, 'manifest'), 'utf8')).toMatch(/^fixed-within-ms \d{1,4}$/m);
    expect(lines()).toContain('pg_dump');
    expect(lines()).toContain(new URL(databases.delivery.ownerUrl).username);
    expect(lines()).not.toMatch(/:cx@|password=/);
  });

  it('refuse addresses that are none, or of other databases', async () => {
    const { scoring, delivery } = databases;
    const wrong = new URL(scoring.ownerUrl);
    wrong.password = 'wrong';
    const cases = [
      ['ADDRESSES_INVALID', { delivery: delivery.ownerUrl }],
      ['ADDRESSES_INVALID', { scoring: 'localhost:5432' }],
      ['DATABASE_REFUSES', { scoring: wrong.href }],
      ['DATABASE_REFUSES', { scoring: postgres.url('postgres') }],
    ] as const;
    for (const [reason, urls] of cases)
      expect(await refused('backup.sh', [addressed(urls), join(folder, 'none')])).toEqual([1, reason]);
    expect(await refused('backup.sh', [addresses, backup])).toEqual([1, 'TARGET_NOT_EMPTY']);
    expect(await refused('restore.sh', [addressed({ scoring: scoring.ownerUrl }), backup])).toEqual([
      1,
      'ADDRESSES_DIFFER',
    ]);
  });

  it('refuse a database that is in use, or lacks a role', async () => {
    for (const { url } of Object.values(databases)) await makeEmpty(url, postgres);
    const process = new pg.Client({ connectionString: databases.scoring.url });
    process.on('error', () => undefined);
    await process.connect();
    expect(await refused('restore.sh', [addresses, backup])).toEqual([1, 'TARGET_IN_USE']);
    await process.end();
    const { service } = databases.delivery.roles;
    await asAdmin(postgres.url('postgres'), [`alter role ${pg.escapeIdentifier(service)} rename to elsewhere`]);
    expect(await refused('restore.sh', [addresses, backup])).toEqual([1, 'ROLES_MISSING']);
    await asAdmin(postgres.url('postgres'), [`alter role elsewhere rename to ${pg.escapeIdentifier(service)}`]);
  });

  it('restore what is in the backup, with its privileges, and let every shard begin a new epoch', async () => {
    const { code, stderr } = await operate('restore.sh', [addresses, backup]);
    expect([code, stderr]).toEqual([0, '']);
    const { url, serviceUrl, ownerUrl } = databases.delivery;
    expect(await rowsIn(url, 'select epoch, next_number::integer from own_shard')).toEqual([
      { epoch: 1, next_number: 7 },
    ]);
    await expect(rowsIn(serviceUrl, 'delete from batch')).rejects.toThrow('permission denied');
    await expect(rowsIn(ownerUrl, 'delete from audit')).rejects.toThrow('permission denied');
    const { database } = await opened(serviceUrl);
    const store = new PostgresSourceStore(database);
    const row = await store.transaction((tx) => store.lockShard(tx, { carries: 'observations', shard: 1 }));
    await database.close();
    expect(row?.isNewIncarnation).toBe(true);
  });

  it('restore the signer and the payout process, which have no shards', async () => {
    const { payout, signer } = databases;
    expect(await rowsIn(payout.serviceUrl, 'select pool, made_by from payout_manifest')).toEqual([
      { pool: 'br-brl', made_by: 'hanna' },
    ]);
    await expect(rowsIn(payout.serviceUrl, MANIFEST)).rejects.toThrow('duplicate key');
    await expect(rowsIn(payout.ownerUrl, 'delete from payout_manifest')).rejects.toThrow('a manifest never changes');
    expect(await rowsIn(signer.serviceUrl, 'select count(*)::integer from audit')).toEqual([{ count: 0 }]);
    await expect(rowsIn(signer.serviceUrl, 'delete from audit')).rejects.toThrow('permission denied');
  });

  it('notice counts that are not those of the backup', async () => {
    const other = join(folder, 'other');
    cpSync(backup, other, { recursive: true });
    const manifest = readFileSync(join(other, 'manifest'), 'utf8').replace(/^counts \w+/m, `counts ${'0'.repeat(64)}`);
    writeFileSync(join(other, 'manifest'), manifest);
    await runProgram('bash', [
      '--norc',
      '-c',
      `cd '${other}' && rm SHA256SUMS && sha256sum -- * >/tmp/cx-sums.$$ && mv /tmp/cx-sums.$$ SHA256SUMS`,
    ]);
    for (const { url } of Object.values(databases)) await makeEmpty(url, postgres);
    expect(await refused('restore.sh', [addresses, other])).toEqual([1, 'RESTORED_DIFFERS']);
  });
});

/** A manifest as the payout process adds one. */
const MANIFEST = `insert into payout_manifest (content_sha256, period, pool, mark, snapshot, roster_sha256, manifest, made_by)
  values (sha256('1'), '2018-07', 'br-brl', 'PAYABLE', 'periods/2018-07/snapshots/3', sha256('2'), '{}', 'hanna')`;

/** Six batches of one shard, as far as the shard's row tells. */
async function sealSomething(serviceUrl: string): Promise<void> {
  const { database } = await opened(serviceUrl);
  const store = new PostgresSourceStore(database);
  const shard = { carries: 'observations', shard: 1 } as const;
  const to = { nextNumber: 7n, headSha256: Buffer.alloc(32, 7), sealedAt: new Date(), stateSha256: Buffer.alloc(32) };
  await store.transaction(async (tx) => {
    await store.createShard(tx, shard, false);
    await store.moveShard(tx, shard, to);
  });
  await database.close();
}

function opened(url: string) {
  const stopping = new AbortController().signal;
  const opening = { migrations: DEPARTMENT_MIGRATIONS, awaitMigrations: true, stopping, onWaiting: () => undefined };
  return openDatabase({ url, name: 'cx-test', poolSize: 1 }, opening);
}

/** An empty database in the place of one that is lost; its roles are still there. */
async function makeEmpty(url: string, postgres: OtherPostgres): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const [database, owner] = [pg.escapeIdentifier(name), pg.escapeIdentifier(`${name}_owner`)];
  await asAdmin(postgres.url('postgres'), [
    `drop database ${database} with (force)`,
    `create database ${database} owner ${owner}`,
  ]);
}

/** Programs of PostgreSQL that write down how they are called, before all others on the PATH. */
function recorded(folder: string) {
  const file = join(folder, 'command-lines');
  writeFileSync(file, '');
  for (const name of ['psql', 'pg_dump', 'pg_restore']) {
    const lines = ['#!/bin/sh', `echo "${name} $*" >> '${file}'`, `exec /usr/bin/${name} "$@"`, ''];
    writeFileSync(join(folder, name), lines.join('\n'));
    chmodSync(join(folder, name), 0o755);
  }
  return { programs: `${folder}${delimiter}${process.env['PATH']}`, lines: () => readFileSync(file, 'utf8') };
}

async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await rowsIn(url, statement);
}

async function rowsIn(url: string, query: string): Promise<Record<string, unknown>[]> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    return (await database.query<Record<string, unknown>>(query)).rows;
  } finally {
    await database.end();
  }
}
