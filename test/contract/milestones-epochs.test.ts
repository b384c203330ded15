import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { Applying } from '#libs/batches/reader/receive.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { takeMilestones } from '#libs/cases/milestones/take-milestones.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { migratedDatabase } from '#test/stack/database.js';

const T = Date.parse('2026-03-01T12:00:00Z');
const subscription = { source: 'ordering', carries: 'milestones', shard: 1, shardId: 7 } as const;
const ref = (name: string) => createHash('sha256').update(name).digest().subarray(0, 16);

let database: Database;
let drop: () => Promise<void>;
let judged: string[];

const effects = takeMilestones({
  shardsInUse: () => 1,
  clock: { now: () => T },
  judgeCases: async (_tx, touched) => void judged.push(...touched.map((one) => one.ref.toString('hex'))),
  onTaken: () => {},
});
const published = (epoch: number, number: bigint, name: string, revision = 1, happenedAt = T) =>
  ({
    epoch,
    number,
    drained: false,
    milestones: [
      {
        name: 'payment_approved',
        unit: 'method/card',
        happenedAt,
        ref: ref(name),
        revision,
        withdrawn: false,
        origin: 'REPORTED',
      },
    ],
  }) as unknown as OpenedBatch;
const inTransaction = (work: (applying: Applying<Transaction>) => Promise<void>) =>
  database.transaction((tx) => work({ tx, subscription, head: { epoch: 1, appliedThrough: 0n }, incarnation: '' }));
const take = (...batches: OpenedBatch[]) => inTransaction((applying) => effects.apply(applying, batches));
const takeFromOtherShard = (...batches: OpenedBatch[]) =>
  inTransaction((applying) =>
    effects.apply({ ...applying, subscription: { ...subscription, shard: 2, shardId: 8 } }, batches),
  );
const end = (...ended: (readonly [epoch: number, through: bigint])[]) =>
  inTransaction(async (applying) =>
    effects.endEpochs?.(
      applying,
      ended.map(([epoch, through]) => ({ epoch, through })),
    ),
  );
const known = async () =>
  (await database.query<{ case_ref: Buffer; happened_at: Date }>('select * from fact order by happened_at')).map(
    ({ case_ref, happened_at }) => [case_ref.toString('hex'), happened_at.getTime()],
  );

beforeAll(async () => {
  const fresh = await migratedDatabase('milestones', [CASE_MIGRATIONS]);
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'milestones' });
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(async () => {
  judged = [];
  await database.execute('truncate fact, spare_milestone, case_file cascade');
});

describe('a milestone of an epoch that its department has lost', () => {
  it('is voided, its case is judged again, and it is kept as evidence', async () => {
    await take(published(1, 1n, 'a'), published(1, 2n, 'b'));
    judged = [];
    await end([1, 1n]);
    expect(await known()).toEqual([[ref('a').toString('hex'), T]]);
    expect(judged).toEqual([ref('b').toString('hex')]);
    expect((await database.query('select from spare_milestone')).length).toBe(1);
  });

  it('may be published with other content in the next epoch, under the same revision', async () => {
    await take(published(1, 1n, 'a', 1, T));
    await end([1, 0n]);
    await take(published(70, 1n, 'a', 1, T + 5_000));
    expect(await known()).toEqual([[ref('a').toString('hex'), T + 5_000]]);
  });

  it('counts again when that epoch turns out to have survived', async () => {
    await take(published(1, 1n, 'a'), published(1, 2n, 'b'));
    await end([1, 0n]);
    judged = [];
    await end([1, 2n]);
    expect((await known()).length).toBe(2);
    expect(judged.length).toBe(2);
    await end([1, 2n]);
    expect(judged.length).toBe(2);
  });

  it('that two epochs published, of which the other one survived after all, counts once', async () => {
    await take(published(1, 1n, 'a', 1, T));
    await end([1, 0n]);
    await take(published(70, 1n, 'a', 1, T + 5_000));
    await end([1, 1n], [70, 0n]);
    expect(await known()).toEqual([[ref('a').toString('hex'), T]]);
  });

  it('stands while one of two shards that published it survives', async () => {
    await take(published(1, 1n, 'a', 1, T));
    await takeFromOtherShard(published(90, 1n, 'a', 1, T + 5_000));
    expect(await known()).toEqual([[ref('a').toString('hex'), T]]);
    judged = [];
    await end([1, 0n]);
    expect(await known()).toEqual([[ref('a').toString('hex'), T + 5_000]]);
    expect(judged).toEqual([ref('a').toString('hex')]);
    await end([1, 1n]);
    expect((await known()).length).toBe(1);
  });

  it('declared progress, which is not trusted any more', async () => {
    const declared = (epoch: number) => ({
      epoch,
      number: 1n,
      drained: true,
      milestones: [],
      feeds: [{ completeThrough: T }],
    });
    const complete = async () =>
      (await database.query<{ complete_through: Date | null }>('select complete_through from upstream')).map(
        ({ complete_through }) => complete_through?.getTime(),
      );
    await inTransaction((applying) =>
      effects.apply({ ...applying, head: { epoch: 1, appliedThrough: 1n } }, [declared(1) as unknown as OpenedBatch]),
    );
    expect(await complete()).toEqual([T]);
    await end([1, 0n]);
    expect(await complete()).toEqual([undefined]);
  });
});
