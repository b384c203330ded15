import { type EachBatchPayload, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import pg from 'pg';
import { SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import { expectedKey } from '../load.js';

/**
 * Two peers on kafkajs, as they are written everywhere. `message`: one transaction for each message, with a table of ids that
 * were seen. `batch`: one transaction for each batch that was fetched, with the same table. Both commit to their group after the
 * database has, so a crash repeats and the table drops the repeats. `packed` is `batch` where a record is a whole sealed batch,
 * its source for a key: cases are counted by the length of their refs, and what was seen is known by number.
 *
 * Arguments: message, batch or packed, brokers, database URL, topic, observations in all.
 */
const [mode = 'batch', brokers = '', url = '', topic = '', total = '0'] = process.argv.slice(2);

const UPSERT = `insert into counted select * from unnest($1::text[], $2::bigint[], $3::bigint[]) as new (key, hits, misses)
  order by key
  on conflict (key) do update set hits = counted.hits + excluded.hits, misses = counted.misses + excluded.misses`;

const kafka = new Kafka({ brokers: [brokers], clientId: 'peer', logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({
  groupId: `peer${new URL(url).pathname}`,
  sessionTimeout: 6_000,
  maxBytesPerPartition: 4 << 20,
  maxBytes: 16 << 20,
});
const database = new pg.Pool({ connectionString: url, max: 4 });
let began = 0;
let done = 0;
let transactions = 0;
let longest = 0;
let finished: () => void = () => undefined;
const end = new Promise<void>((resolve) => {
  finished = resolve;
});

await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  autoCommit: true,
  partitionsConsumedConcurrently: 4,
  ...(mode === 'message'
    ? { eachMessage: ({ message }) => take([message]) }
    : {
        eachBatch: async ({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary }: EachBatchPayload) => {
          await take(batch.messages);
          resolveOffset(batch.lastOffset());
          await commitOffsetsIfNecessary();
          await heartbeat();
        },
      }),
});
await end;
const seconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ seconds, transactions, longestTransactionMs: Math.round(longest), observations: done }));
process.exit(0);

async function take(messages: readonly KafkaMessage[]): Promise<void> {
  if (began === 0) began = performance.now();
  const start = performance.now();
  let observations = 0;
  const client = await database.connect();
  try {
    await client.query('begin');
    const isPacked = mode === 'packed';
    const ids = messages.map(({ key, offset }) => (isPacked ? `${key}:${offset}` : (key as Buffer).toString('hex')));
    const fresh = await client.query<{ id: string }>(
      { name: 'seen', text: 'insert into seen select unnest($1::text[]) on conflict do nothing returning id' },
      [ids],
    );
    const isFresh = new Set(fresh.rows.map(({ id }) => id));
    const counts = new Map<string, [number, number]>();
    const add = (key: string, hits: number, misses: number) => {
      const both = counts.get(key) ?? [0, 0];
      both[0] += hits;
      both[1] += misses;
      counts.set(key, both);
      observations += hits + misses;
    };
    for (const [place, { key, value }] of messages.entries()) {
      if (!isFresh.delete(ids[place] ?? '')) continue;
      if (isPacked) for (const [name, hits, misses] of packedOf(`${key}`, value as Buffer)) add(name, hits, misses);
      else {
        const text = (value as Buffer).toString('latin1');
        add(text.slice(0, -1), text.endsWith('+') ? 1 : 0, text.endsWith('+') ? 0 : 1);
      }
    }
    await client.query({ name: 'count', text: UPSERT }, [
      [...counts.keys()],
      [...counts.values()].map(([hits]) => hits),
      [...counts.values()].map(([, misses]) => misses),
    ]);
    await client.query('commit');
  } finally {
    client.release();
  }
  transactions += 1;
  longest = Math.max(longest, performance.now() - start);
  done += observations;
  if (done >= Number(total)) finished();
}

function packedOf(source: string, bytes: Buffer): (readonly [name: string, hits: number, misses: number])[] {
  const { content } = SealedBatch.decode(bytes);
  const cells = content?.$case === 'observations' ? content.value.cells : [];
  return cells.flatMap(({ key, hits, misses }) =>
    key === undefined ? [] : [[expectedKey(source, key), hits.length / 16, misses.length / 16] as const],
  );
}
