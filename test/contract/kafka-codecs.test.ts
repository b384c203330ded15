import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { COMPRESSION_TYPES, COMPRESSIONS, type Compression } from '#libs/kafka/codecs.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { until } from '#test/stack/until.js';

/** What a broker calls the compression of a topic. */
const BROKER_WORDS = { none: 'uncompressed', gzip: 'gzip', snappy: 'snappy', lz4: 'lz4', zstd: 'zstd' } as const;
const CODECS = COMPRESSIONS.filter((compression) => compression !== 'none');

describe.skipIf(inject('kafkaBrokers') === '')('record batches that are compressed', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-codecs-'));
  const clients: KafkaClient[] = [];
  let broker: LocalKafka;
  beforeAll(async () => {
    broker = await startKafka({ dataDir });
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const client = (compression: Compression) => {
    const made = kafkajsClient({ brokers: broker.brokers, clientId: 'codecs', compression });
    clients.push(made);
    return made;
  };
  const createTopic = async (topic: string, compression: string) => {
    const admin = new Kafka({ brokers: [broker.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const configEntries = [{ name: 'compression.type', value: compression }];
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }], waitForLeaders: true });
    await admin.disconnect();
  };
  /** The compression of the first record batch as it lies on the broker's disk: byte 21 and 22 are its attributes. */
  const stored = (topic: string) => {
    const bytes = readFileSync(join(dataDir, 'log', `${topic}-0`, '00000000000000000000.log'));
    return COMPRESSIONS.find((name) => COMPRESSION_TYPES[name] === (bytes.readUInt16BE(21) & 7));
  };
  const readAll = async (topic: string, count: number) => {
    const seen: string[] = [];
    const following = await client('none').follow({
      from: [{ topic, partition: 0 }],
      onRecords: async (_, __, records) => void seen.push(...records.map(({ value }) => Buffer.from(value).toString())),
    });
    await until(() => seen.length >= count);
    await following.close();
    return seen;
  };

  it.each(CODECS)('%s by the broker: a consumer reads what Java compressed', async (codec) => {
    const topic = `broker-${codec}`;
    await createTopic(topic, BROKER_WORDS[codec]);
    await client('none').append(topic, 0, records());
    expect(stored(topic)).toBe(codec);
    expect(await readAll(topic, TEXTS.length)).toEqual(TEXTS);
  });

  it.each(CODECS)('%s by the producer, as configured: it lies on the broker like that', async (codec) => {
    const topic = `producer-${codec}`;
    await createTopic(topic, 'producer');
    await client(codec).append(topic, 0, records());
    expect(stored(topic)).toBe(codec);
    expect(await readAll(topic, TEXTS.length)).toEqual(TEXTS);
  });

  it.each(CODECS)('%s by the producer: Java reads it and stores it in another way', async (codec) => {
    const topic = `again-${codec}`;
    const other = codec === 'gzip' ? 'none' : 'gzip';
    await createTopic(topic, BROKER_WORDS[other]);
    await client(codec).append(topic, 0, records());
    expect(stored(topic)).toBe(other);
    expect(await readAll(topic, TEXTS.length)).toEqual(TEXTS);
  });
});

/** 900 kB in one record batch: Snappy writes it in 28 blocks, and LZ4 in 14. */
const TEXTS = Array.from({ length: 300 }, (_, place) => `${place} `.repeat(3_000 / `${place} `.length));

function records() {
  return TEXTS.map((text) => ({ value: Buffer.from(text) }));
}
