import { type EachBatchPayload, Kafka, type KafkaMessage, logLevel } from 'kafkajs';
import pg from 'pg';

/**
 * Two peers on kafkajs, as they are written everywhere. `message`: one transaction for each message, with a table of ids that
 * were seen. `batch`: one transaction for each batch that was fetched, with the same table. Both commit to their group after the
 * database has, so a crash repeats and the table drops the repeats.
 *
 * Arguments: message or batch, brokers, database URL, topic, observations in all.
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
  const client = await database.connect();
  try {
    await client.query('begin');
    const ids = messages.map(({ key }) => (key as Buffer).toString('hex'));
    const fresh = await client.query<{ id: string }>(
      { name: 'seen', text: 'insert into seen select unnest($1::text[]) on conflict do nothing returning id' },
      [ids],
    );
    const isFresh = new Set(fresh.rows.map(({ id }) => id));
    const counts = new Map<string, [number, number]>();
    for (const [place, { value }] of messages.entries()) {
      if (!isFresh.delete(ids[place] ?? '')) continue;
      const text = (value as Buffer).toString('latin1');
      const key = text.slice(0, -1);
      const both = counts.get(key) ?? [0, 0];
      both[text.endsWith('+') ? 0 : 1] += 1;
      counts.set(key, both);
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
  done += messages.length;
  if (done >= Number(total)) finished();
}
