import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cellsOf } from '#libs/batches/cells.js';
import { PostgresReceiverStore } from '#libs/batches/postgres-receiver-store.js';
import { type RawBatch, Receiver } from '#libs/batches/receive.js';
import { sealBatch, sha256 } from '#libs/batches/sealed-batch.js';
import { METRICS_SHA256 } from '#libs/catalogue/catalogue.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { Counting } from '#services/scoring/counts/apply.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { verifyCounts } from '#services/scoring/verify/verify-counts.js';
import { freshDatabase } from '#test/stack/database.js';

const INSTALLATION = randomUUID();
const SHARD = { source: 'delivery', carries: 'observations', shard: 1 } as const;
const folders = {
  receiver: '../../libs/batches/migrations-receiver/',
  counts: '../../services/scoring/counts/migrations/',
};

let database: Database;
let drop: () => Promise<void>;
let clock = Date.parse('2026-03-01T12:00:00Z');

beforeAll(async () => {
  const fresh = await freshDatabase('counts');
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'counts' });
  const sets = Object.entries(folders).map(([name, path]) => ({ name, folder: new URL(path, import.meta.url) }));
  await migrate(database, sets);
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(() => empty());

function empty() {
  return database.execute(
    'truncate shard_progress, received_batch, quarantine, trial, cell, cell_count, batch_archive, feed_state, waiting cascade',
  );
}

/** A batch with one hit in each of these areas. */
function batch(areas: readonly string[], after?: RawBatch, epoch = after?.epoch ?? 1): RawBatch {
  const begins = epoch !== (after?.epoch ?? 1);
  const number = begins ? 1n : (after?.number ?? 0n) + 1n;
  clock += 1_000;
  const observations = areas.map((area) => ({
    cell: {
      ...{ metric: 'delivered_by_first_promise', definition: 1, unit: `area/${area}`, day: '2026-03-02' },
      ...({ class: 'ACCOUNTABLE', reason: '', responsible: '', origin: 'REPORTED' } as const),
    },
    ...{ ref: sha256(Buffer.from(randomUUID())).subarray(0, 16), kind: 'record' as const, hits: 1, misses: 0 },
  }));
  const { bytes } = sealBatch({
    ...{ installation: INSTALLATION, ...SHARD, epoch, number, sealedAt: clock, drained: true },
    previousSha256: after === undefined ? Buffer.alloc(32) : sha256(after.bytes),
    ...{ continuesEpoch: begins ? (after?.epoch ?? 0) : 0, continuesNumber: begins ? (after?.number ?? 0n) : 0n },
    ...{ catalogueSha256: METRICS_SHA256, feeds: [], waiting: undefined, content: { cells: cellsOf(observations) } },
  });
  return { epoch, number, bytes, fromSource: false };
}

function scoring(failing: { times: number } = { times: 0 }) {
  const store = new PostgresReceiverStore(database);
  const transaction = store.transaction.bind(store);
  store.transaction = (work) =>
    transaction(async (tx: Transaction) => {
      await work(tx);
      if (failing.times-- > 0) throw new Error('the connection was lost before COMMIT');
    });
  const receiver = new Receiver({ store, installation: INSTALLATION, effects: new Counting().effects() });
  return { take: async (...batches: RawBatch[]) => receiver.take(await receiver.lane(SHARD), batches) };
}

/** Hits by area, and that the recount by the second path agrees. */
async function counted(): Promise<Record<string, number>> {
  expect((await verifyCounts(database)).equal).toBe(true);
  const { rows } = await countsReader(database).read({
    ...{ source: 'delivery', firstDay: '2026-03-01', lastDay: '2026-03-31' },
  });
  return Object.fromEntries(rows.map(({ unit, hits }) => [unit.replace('area/', ''), Number(hits)]));
}

describe('counting', () => {
  it('remembers nothing of a transaction that failed: what it had named has no id', async () => {
    const { take } = scoring({ times: 1 });
    const first = batch(['sp', 'rj']);
    await expect(take(first)).rejects.toThrow('lost before COMMIT');
    await take(batch(['mg', 'sp'], first)); // names cells with the ids that the failed one had meant
    await take(first);
    expect(await counted()).toEqual({ sp: 2, rj: 1, mg: 1 });
  });

  it('takes off what a restored source does not remember, and adds what happened after all', async () => {
    const { take } = scoring();
    const one = batch(['sp']);
    const two = batch(['sp', 'rj'], one);
    const three = batch(['mg'], two);
    await take(one, two, three);
    await take(batch(['ba'], one, 70));
    expect(await counted()).toEqual({ sp: 1, ba: 1 });
    await take(batch(['pe'], two, 90));
    expect(await counted()).toEqual({ sp: 2, rj: 1, pe: 1 });
  });

  it('trusts no id it remembers when its own database was restored meanwhile', async () => {
    const { take } = scoring();
    const one = batch(['sp', 'rj', 'mg']);
    await take(one);
    await empty(); // as a backup from before would be
    const other = batch(['ba', 'pe', 'sp']);
    await take(other, batch(['rj', 'mg'], other));
    expect(await counted()).toEqual({ ba: 1, pe: 1, sp: 1, rj: 1, mg: 1 });
  });
});
