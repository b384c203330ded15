import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/format/sealed-batch.js';
import { partitionOf, topicOf } from '#libs/batches/format/topics.js';
import type { IncomingRecord } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { bigints, integers } from '#libs/postgres/array.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { archive } from '#services/scoring/counts/archive.js';
import { CellIds } from '#services/scoring/counts/cells.js';
import { type Sums, sumsOf, totalsOf } from '#services/scoring/counts/sums.js';
import { MIGRATIONS } from '#services/scoring/migrations.js';
import type { Task } from './engine.js';

/** Seconds of each stage alone, for the whole load. */
export interface StageSeconds {
  readonly consume: number;
  readonly fold: number;
  /** Looking up and naming every cell once, and its first counts. */
  readonly name: number;
  readonly update: number;
  readonly archive: number;
}

const sql = sqlFolder(import.meta.url, '../../services/scoring/counts/sql/');
/** Batches in a transaction, as in the engine. */
const CHUNK = 256;

/** Runs the stages of applying one after the other, in their own process. */
async function stages(task: Task): Promise<StageSeconds> {
  const database = new Database({ url: task.databaseUrl, name: 'bench', statementTimeoutMs: 120_000 });
  await migrate(database, MIGRATIONS);
  const { records, seconds: consume } = await consumed(task);
  const chunks = records.flatMap((subscription, place) =>
    Array.from({ length: Math.ceil(subscription.length / CHUNK) }, (_, at) => ({
      shardId: place + 1,
      records: subscription.slice(at * CHUNK, (at + 1) * CHUNK),
    })),
  );
  const folded: { shardId: number; batches: OpenedBatch[]; sums: Sums }[] = [];
  const fold = await timed(async () => {
    for (const { shardId, records: some } of chunks) {
      const batches = some.map(({ value }) => openBatch(value)).filter(isReadable);
      folded.push({ shardId, batches, sums: foldedSums(batches) });
    }
  });
  const inSubscriptions = (work: (one: (typeof folded)[number]) => Promise<unknown>) =>
    timed(() =>
      Promise.all(
        records.map(async (_, subscription) => {
          for (const one of folded) if (one.shardId === subscription + 1) await work(one);
        }),
      ),
    );
  const cells = new CellIds();
  const newest = records.map(() => 0);
  const name = await inSubscriptions(async ({ shardId, batches }) => {
    await database.transaction(async (tx) => {
      const { ids, newFrom } = await cells.of(tx, shardId, totalsOf(batches.map((batch) => batch.cells)));
      const last = ids.reduce((most, id) => Math.max(most, id), newest[shardId - 1] ?? 0);
      newest[shardId - 1] = last;
      if (newFrom > last) return;
      const fresh = Int32Array.from({ length: last - newFrom + 1 }, (_, place) => newFrom + place);
      const none = bigints(new Float64Array(fresh.length));
      await tx.execute(sql('first-counts'), [shardId, integers(fresh), none, none, none, none]);
    });
    cells.committed(shardId);
  });
  const update = await inSubscriptions(({ shardId, sums }) =>
    database.transaction(async (tx) => void (await tx.execute(sql('add-counts'), [shardId, ...columns(sums)]))),
  );
  const archiving = await inSubscriptions(({ shardId, batches }) =>
    database.transaction((tx) =>
      archive(tx, { shardId, source: 'delivery', carries: 'observations', shard: 1 }, batches),
    ),
  );
  await database.close();
  return { consume, fold, name, update, archive: archiving };
}

/** Reads all records of the topics and drops repeats. */
async function consumed({ servers, subscriptions }: Task) {
  const kafka = kafkajsClient({ brokers: servers.brokers, clientId: 'cx-bench-stages' });
  const places = new Map(subscriptions.map(({ shard }, place) => [topicOf(shard), place]));
  const records = subscriptions.map(() => new Map<string, IncomingRecord>());
  /** The first delivery is fetched before the clock starts, so its records are not in the rate. */
  let first: { readonly at: number; readonly records: number } | undefined;
  let done: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const following = await kafka.follow({
    from: subscriptions.map(({ shard }) => ({ topic: topicOf(shard), partition: partitionOf(shard) })),
    onRecords: async (topic, _, some) => {
      first ??= { at: performance.now(), records: some.length };
      const own = records[places.get(topic) ?? 0];
      for (const record of some) own?.set(record.headers['cx-number'] ?? '', record);
      if (subscriptions.every(({ batches }, place) => records[place]?.size === batches)) done();
    },
  });
  await all;
  const total = subscriptions.reduce((sum, { batches }) => sum + batches, 0);
  const { at, records: fetched } = first ?? { at: 0, records: 0 };
  const seconds = (((performance.now() - at) / 1000) * total) / (total - fetched);
  await following.close();
  await kafka.close();
  return { records: records.map((subscription) => [...subscription.values()]), seconds };
}

/** Adds up as the engine does, with cell numbers as ids. */
function foldedSums(batches: readonly OpenedBatch[]): Sums {
  const [only, ...others] = totalsOf(batches.map(({ cells }) => cells));
  if (only === undefined || others.length > 0) throw new Error('the cells of a bench must fit into one table');
  return sumsOf(
    only.numbers.map((number) => number + 1),
    only.quantities,
  );
}

function columns({ ids, hits, misses, retractedHits, retractedMisses }: Sums): readonly Buffer[] {
  return [integers(ids), ...[hits, misses, retractedHits, retractedMisses].map((sums) => bigints(sums))];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

if (process.argv[1] === import.meta.filename)
  console.log(JSON.stringify(await stages(JSON.parse(process.argv[2] ?? '') as Task)));
