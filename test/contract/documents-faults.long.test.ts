import { describe, expect, it } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import type { Database } from '#libs/postgres/database.js';
import { readDocumentsHead as readPublishedHead } from '#services/scoring/documents/store.js';
import { MIGRATIONS } from '#services/scoring/migrations.js';
import { Random } from '#test/simulation/random.js';
import { closeAfterEach, departmentOn, opened, scoringOn } from './documents/bench.js';

closeAfterEach();

const STEPS = 40;
const SEEDS = [1, 2, 3, 4];
/** What a backup of scoring holds of its documents. */
const TABLES = ['document_version', 'own_shard', 'outbox', 'batch'];

/**
 * Documents are published while scoring is restarted and restored from backups, and Kafka brings any batch that was ever sealed, in any
 * order and several times, or does not bring it. In the end the faults stop, and the department must have what scoring has published.
 */
describe('documents that are published in the middle of faults', () => {
  it.each(SEEDS)('are in the end the same in scoring and in the department, seed %i', async (seed) => {
    const random = new Random(seed);
    const scoring = await scoringOn(await opened('faults_scoring', MIGRATIONS));
    const department = await departmentOn(await opened('faults_department', [CASE_MIGRATIONS, READER_MIGRATIONS]));
    const { database } = scoring;
    const topic = new Map<string, RawBatch>();
    let published = 0;
    const publish = async () => {
      published += 1;
      await scoring.publish(`Acme ${published}`, await newest(database));
    };
    const steps: readonly (readonly [weight: number, work: () => Promise<unknown>])[] = [
      [4, async () => publish()],
      [5, () => scoring.seal()],
      [2, () => restart(database)],
      [1, () => backUp(database)],
      [1, () => restore(database)],
      [4, async () => take(some(random, [...topic.values()]))],
      [1, () => department.fetchFrom(scoring.address)],
    ];
    const take = async (batches: readonly RawBatch[]) => {
      if (batches.length > 0) await department.receiver.take(department.subscription, batches);
    };
    await scoring.seal();
    await backUp(database);
    for (let step = 0; step < STEPS; step++) {
      await random.pick(steps)();
      for (const batch of await sealedIn(database)) topic.set(`${batch.epoch}:${batch.number}`, batch);
    }
    await restart(database);
    await scoring.seal();
    for (let round = 0; round < 20; round++) await department.fetchFrom(scoring.address);
    expect(published).toBeGreaterThan(0);
    const { position, sha256 } = await readPublishedHead(database);
    expect(await department.head()).toMatchObject({ position, sha256 });
  });
});

function some<T>(random: Random, all: readonly T[]): T[] {
  return all.filter(() => random.chance(0.3)).toSorted(() => (random.chance(0.5) ? 1 : -1));
}

async function newest(database: Database): Promise<number> {
  const [row] = await database.query<{ version: number }>(
    'select coalesce(max(version), 0) as version from document_version',
  );
  return row?.version ?? 0;
}

async function sealedIn(database: Database): Promise<RawBatch[]> {
  const rows = await database.query<Omit<RawBatch, 'fromSource'>>('select epoch, number, bytes from batch');
  return rows.map((row) => ({ ...row, fromSource: false }));
}

/** The database server was started anew, a second later: the next epoch has another number. */
async function restart(database: Database): Promise<void> {
  await new Promise((done) => setTimeout(done, 1_100));
  await database.execute("update own_shard set server_started_at = server_started_at - interval '1 day'");
}

async function backUp(database: Database): Promise<void> {
  for (const table of TABLES) {
    await database.execute(`drop table if exists backup_${table}`);
    await database.execute(`create table backup_${table} as table ${table}`);
  }
}

async function restore(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute('alter table document_version disable trigger all');
    for (const table of TABLES) {
      await tx.execute(`truncate ${table}`);
      await tx.execute(`insert into ${table} overriding system value table backup_${table}`);
    }
    await tx.execute('alter table document_version enable trigger all');
  });
  await restart(database);
}
