import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { kafkajsLog } from '#libs/kafka/kafkajs-log.js';
import type { Log } from '#libs/kafka/log.js';
import { until } from './log.suite.js';

const TOPIC = 'outage';

describe.skipIf(inject('kafkaBrokers') === '')('a broker that goes away and comes back', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-outage-'));
  let broker: LocalKafka;
  let log: Log;

  beforeAll(async () => {
    broker = await startKafka({ dataDir });
    log = kafkajsLog({ brokers: broker.brokers, clientId: 'outage' });
    await log.ensureTopics([{ topic: TOPIC, partitions: 1 }]);
  });
  afterAll(async () => {
    await log.close();
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('refuses to append while it is away, and brings everything in order afterwards', async () => {
    const seen: string[] = [];
    const states: boolean[] = [];
    await log.follow({
      from: [{ topic: TOPIC, partition: 0 }],
      onRecords: async (_, __, records) => void seen.push(...records.map(({ value }) => Buffer.from(value).toString())),
      onConnected: (connected) => states.push(connected),
    });
    const append = (text: string) => log.append(TOPIC, 0, [{ value: Buffer.from(text) }]);
    await append('before');
    await until(() => seen.length === 1);

    await broker.kill();
    await expect(append('lost')).rejects.toThrow();
    expect(await log.isReachable()).toBe(false);

    broker = await startKafka({ dataDir, port: broker.port });
    await append('after');
    await until(() => seen.includes('after'));
    expect(seen).toEqual(['before', 'after']);
    expect(states.at(-1)).toBe(true);
  });
});
