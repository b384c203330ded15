import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { partitionOf, topicOf } from '#libs/batches/format/topics.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { Database } from '#libs/postgres/database.js';
import type { EngineResult, Task } from './engine.js';
import { expectedKey, type Load } from './load.js';
import type { BenchWorld } from './world.js';

const run = promisify(execFile);
const PORTION = 64;
/** One batch in this many is published twice, as after a crash of the relay. */
const REPEATED = 20;

/** Publishes a load to Kafka, as relays do. */
export async function fillTopics({ brokers }: BenchWorld, load: Load): Promise<void> {
  const kafka = kafkajsClient({ brokers, clientId: 'cx-bench-fill' });
  try {
    await kafka.ensureTopics(load.lots.map(({ shard }) => ({ topic: topicOf(shard), partitions: 1 })));
    for (const { shard, batches } of load.lots) {
      const records = batches.flatMap(({ bytes, epoch, number }, place) => {
        const record = recordOf({ bytes, epoch, number });
        return place % REPEATED === 0 ? [record, record] : [record];
      });
      for (let at = 0; at < records.length; at += PORTION)
        await kafka.append(topicOf(shard), partitionOf(shard), records.slice(at, at + PORTION));
    }
  } finally {
    await kafka.close();
  }
}

/** A batch as a relay publishes it. */
export function recordOf({ bytes, epoch, number }: Pick<RawBatch, 'bytes' | 'epoch' | 'number'>) {
  return { value: bytes, headers: { 'cx-epoch': String(epoch), 'cx-number': String(number) } };
}

/** Runs the engine on an empty database in its own process, and compares the counts with the load. */
export async function applyFromKafka(world: BenchWorld, load: Load): Promise<EngineResult> {
  const { url, drop } = await world.database();
  try {
    const result = JSON.parse(await inProcess('engine.ts', taskOf(world, load, url))) as EngineResult;
    await checkCounts(url, load);
    return result;
  } finally {
    await drop();
  }
}

export function taskOf(world: BenchWorld, { installation, lots }: Load, databaseUrl: string): Task {
  const { brokers, kafkaPid, adminUrl, postgresPid } = world;
  const subscriptions = lots.map(({ shard, batches }) => ({ shard, batches: batches.length }));
  return { servers: { brokers, kafkaPid, adminUrl, postgresPid }, databaseUrl, installation, subscriptions };
}

/** Runs a file of this folder in its own process, with its own memory. Returns its last line. */
export async function inProcess(file: string, task: Task, ...flags: readonly string[]): Promise<string> {
  const args = [...flags, '--import', 'tsx', join(import.meta.dirname, file), JSON.stringify(task)];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 1e8 });
  return stdout.trim().split('\n').at(-1) ?? '';
}

/** @throws if a cell differs from the load */
async function checkCounts(url: string, { expected }: Load): Promise<void> {
  const database = new Database({ url, name: 'bench', statementTimeoutMs: 120_000 });
  try {
    const rows = await database.query<Row>(
      `select shard.source, cell.metric, cell.unit, cell.day, cell.reason, cell.responsible,
              cell_count.hits - cell_count.retracted_hits as hits,
              cell_count.misses - cell_count.retracted_misses as misses
       from cell_count join cell using (shard_id, cell_id) join shard using (shard_id)`,
    );
    compare(
      rows.map((row) => [expectedKey(row.source, row), Number(row.hits), Number(row.misses)]),
      expected,
    );
  } finally {
    await database.close();
  }
}

interface Row {
  readonly source: string;
  readonly metric: string;
  readonly unit: string;
  readonly day: string;
  readonly reason: string;
  readonly responsible: string;
  readonly hits: bigint;
  readonly misses: bigint;
}

/** @throws if the counts differ from the load */
export function compare(
  counted: readonly (readonly [key: string, hits: number, misses: number])[],
  expected: Load['expected'],
): void {
  if (counted.length !== expected.size)
    throw new Error(`${counted.length} cells were counted, the load has ${expected.size}`);
  for (const [key, hits, misses] of counted) {
    const drawn = expected.get(key);
    if (drawn?.[0] !== hits || drawn[1] !== misses)
      throw new Error(`${key}: ${hits} and ${misses} were counted, the load has ${drawn}`);
  }
}
