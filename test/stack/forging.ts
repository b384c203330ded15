import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { partitionOf, topicOf } from '#libs/batches/format/topics.js';
import { headersOf } from '#libs/batches/source/publish.js';
import { SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Source } from '#libs/domain/observation.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';

export interface Forgery {
  readonly source: Source;
  readonly databaseUrl: string;
  readonly brokers: string;
}

/** Publishes another batch under the number of the newest one that a source has sealed, after readers had time to read that. */
export async function forgeNewestBatch({ source, databaseUrl, brokers }: Forgery): Promise<void> {
  const original = await newestBatch(databaseUrl);
  await pause(2_000);
  const value = Buffer.from(SealedBatch.encode({ ...original, drained: !original.drained }).finish());
  const shard = { source, carries: 'observations', shard: original.shard } as const;
  const kafka = kafkajsClient({ brokers, clientId: 'forger' });
  const headers = headersOf(shard, original.epoch, original.number);
  await kafka.append(topicOf(shard), partitionOf(shard), [{ value, headers }]);
  await kafka.close();
}

async function newestBatch(databaseUrl: string): Promise<SealedBatch> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ bytes: Buffer }>(
      "select bytes from batch where carries = 'observations' order by epoch desc, number desc limit 1",
    );
    return SealedBatch.decode(rows[0]?.bytes ?? Buffer.alloc(0));
  } finally {
    await database.end();
  }
}
