import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { until } from '#test/stack/until.js';

const TOPIC = 'outage';

describe.skipIf(inject('kafkaBrokers') === '')('a broker that goes away and comes back', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-outage-'));
  let broker: LocalKafka;
  let kafka: KafkaClient;

  beforeAll(async () => {
    broker = await startKafka({ dataDir });
    kafka = kafkajsClient({ brokers: broker.brokers, clientId: 'outage' });
    await kafka.ensureTopics([{ topic: TOPIC, partitions: 1 }]);
  });
  afterAll(async () => {
    await kafka.close();
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('refuses to append while it is away, and brings everything in order afterwards', async () => {
    const seen: string[] = [];
    const states: string[] = [];
    await kafka.follow({
      from: [{ topic: TOPIC, partition: 0 }],
      onRecords: async (_, __, records) => void seen.push(...records.map(({ value }) => Buffer.from(value).toString())),
      onFault: (fault) => states.push(fault?.reason ?? 'works'),
    });
    const append = (text: string) => kafka.append(TOPIC, 0, [{ value: Buffer.from(text) }]);
    await append('before');
    await until(() => seen.length === 1);

    await broker.kill();
    await expect(append('lost')).rejects.toThrow();
    expect(await kafka.isReachable()).toBe(false);

    broker = await startKafka({ dataDir, port: broker.port });
    await append('after');
    await until(() => seen.includes('after'));
    expect(seen).toEqual(['before', 'after']);
    expect(states).toContain('BROKER_UNREACHABLE');
    await until(() => states.at(-1) === 'works');
  });
});
