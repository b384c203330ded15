import pg from 'pg';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { KEPT_MS } from '#libs/batches/source/source-store.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import type { Database } from '#libs/postgres/database.js';
import { readDocumentsHead as readPublishedHead } from '#services/scoring/documents/store.js';
import { MIGRATIONS } from '#services/scoring/migrations.js';
import { closeAfterEach, departmentOn, ends, opened, scoringOn } from './documents/bench.js';

closeAfterEach();

describe('a published document', () => {
  let scoring: Awaited<ReturnType<typeof scoringOn>>;
  let department: Awaited<ReturnType<typeof departmentOn>>;
  beforeEach(async () => {
    scoring = await scoringOn(await opened('travel_scoring', MIGRATIONS));
    department = await departmentOn(await opened('travel_department', [CASE_MIGRATIONS, READER_MIGRATIONS]));
  });

  it('arrives as it was published, without the names of those who proposed and published it', async () => {
    const { proposal, proposedBy, publishedBy, reason, title, ...published } = await scoring.publish('Acme', 0);
    await scoring.seal();
    await department.fetchFrom(scoring.address);
    const [document] = await department.all();
    expect(document).toEqual(published);
    expect((await department.head()).sha256).toEqual((await readPublishedHead(scoring.database)).sha256);
    const [batch] = await scoring.store.find({ carries: 'documents', shard: 1 }, { epoch: 1, number: 1n }, 1);
    for (const name of ['ann', 'ben']) expect(batch?.bytes.includes(name)).toBe(false);
  });

  it('brings its department to judge again, once, also when batches are repeated', async () => {
    await scoring.publish('Acme', 0);
    await scoring.seal();
    await department.fetchFrom(scoring.address);
    await department.fetchFrom(scoring.address);
    await scoring.publish('Acme SE', 1);
    await scoring.seal();
    await department.fetchFrom(scoring.address);
    expect([await department.names(), department.changes]).toEqual([
      ['Acme', 'Acme SE'],
      [1, 2],
    ]);
  });

  it('travels if and only if it is published: both are one transaction', async () => {
    await scoring.database.execute('alter table outbox add constraint full_disk check (false) not valid');
    await expect(scoring.publish('Acme', 0)).rejects.toThrow('full_disk');
    await scoring.database.execute('alter table outbox drop constraint full_disk');
    expect((await readPublishedHead(scoring.database)).position).toBe(0);
    expect(await scoring.publish('Acme', 0)).toMatchObject({ version: 1, position: 1 });
  });

  it('is kept by scoring for ever, because a department that is new needs all of them', async () => {
    await scoring.publish('Acme', 0);
    await scoring.seal();
    await scoring.publish('Acme SE', 1);
    await scoring.seal();
    await department.fetchFrom(scoring.address);
    await scoring.store.retain(KEPT_MS);
    await scoring.database.execute("update acknowledged_by_all set noted_at = noted_at - interval '400 days'");
    await scoring.store.retain(KEPT_MS);
    const late = await departmentOn(await opened('travel_late', [CASE_MIGRATIONS, READER_MIGRATIONS]), 'support');
    await late.fetchFrom(scoring.address);
    expect(await late.names()).toEqual(['Acme', 'Acme SE']);
    expect(await late.head()).toEqual(await department.head());
  });

  it('that scoring lost with a restored backup is taken back, and another one with its position replaces it', async () => {
    await scoring.publish('Acme', 0);
    await scoring.seal();
    const backup = await copyOf(scoring.database);
    await scoring.publish('Lost', 1);
    await scoring.seal();
    await department.fetchFrom(scoring.address);
    expect(await department.names()).toEqual(['Acme', 'Lost']);

    const restored = await scoringOn(await opened('travel_restored', MIGRATIONS, backup));
    await restored.database.execute("update own_shard set server_started_at = server_started_at - interval '1 day'");
    await restored.seal();
    await department.fetchFrom(restored.address);
    expect([await department.names(), department.changes]).toEqual([['Acme'], [2, 1]]);

    expect(await restored.publish('New', 1)).toMatchObject({ version: 2, position: 2 });
    await restored.seal();
    await department.fetchFrom(restored.address);
    expect([await department.names(), department.changes]).toEqual([
      ['Acme', 'New'],
      [2, 1, 2],
    ]);
    expect((await department.head()).sha256).toEqual((await readPublishedHead(restored.database)).sha256);

    const late = await departmentOn(await opened('travel_late', [CASE_MIGRATIONS, READER_MIGRATIONS]), 'support');
    await late.fetchFrom(restored.address);
    expect(await late.names()).toEqual([]); // the newest epoch alone: the document before is missing
    await late.fetchFrom(restored.address);
    expect(await late.names()).toEqual(['Acme', 'New']);
  });
});

/** A backup: another database with everything that this one holds now. */
async function copyOf(database: Database): Promise<string> {
  const [row] = await database.query<{ name: string }>('select current_database() as name');
  const [from, copy] = [pg.escapeIdentifier(row?.name ?? ''), `${row?.name}_copy`];
  const asAdmin = async (...statements: readonly string[]) => {
    const admin = new pg.Client({ connectionString: inject('pgUrl') });
    await admin.connect();
    for (const statement of statements) await admin.query(statement);
    await admin.end();
  };
  const others = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${row?.name}'`;
  await asAdmin(others, `create database ${pg.escapeIdentifier(copy)} template ${from}`);
  ends.push(() => asAdmin(`drop database ${pg.escapeIdentifier(copy)} with (force)`));
  const url = new URL(inject('pgUrl'));
  url.pathname = `/${copy}`;
  return url.href;
}
