import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { GroupReader, GroupReaderOptions, GroupRecord } from '#libs/kafka/group-reader.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { groupPositions, readAsGroup } from '#libs/kafka/kafkajs-group.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import { startSecureKafka } from '#test/stack/secure-kafka.js';
import { until } from '#test/stack/until.js';

const brokers = inject('kafkaBrokers');

describe.skipIf(brokers === '')('a reader of a group', () => {
  const connection = { brokers, clientId: 'group' };
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  const readers: GroupReader[] = [];
  beforeAll(() => admin.connect());
  afterAll(() => admin.disconnect());
  afterEach(async () => {
    for (const reader of readers.splice(0)) await reader.close();
  });

  const topicOf = async (records: number, numPartitions = 1) => {
    const topic = `group-${randomUUID()}`;
    await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
    await write(topic, records, numPartitions);
    return topic;
  };
  const write = async (topic: string, records: number, partitions = 1) => {
    const client = kafkajsClient(connection);
    for (let partition = 0; partition < partitions; partition++) {
      const own = Array.from({ length: records / partitions }, (_, at) => ({
        value: Buffer.from(`${partition}/${at}`),
      }));
      await client.append(topic, partition, own);
    }
    await client.close();
  };
  const read = (topic: string, options: Partial<GroupReaderOptions> = {}) => {
    const reader = readAsGroup(connection, {
      ...{ topic, group: topic, portion: 10, untilEnd: false },
      ...{ onRecords: async () => {}, onCommitted: () => {}, onFault: () => {} },
      ...options,
    });
    readers.push(reader);
    return reader;
  };
  const taking = () => {
    const taken: string[] = [];
    const onRecords = async (records: readonly GroupRecord[]) => {
      for (const { value } of records) taken.push(String(Buffer.from(value ?? [])));
    };
    return { taken, onRecords };
  };
  const committed = async (topic: string) =>
    (await groupPositions(connection, topic, topic)).map((one) => Number(one.committed ?? -1n));

  it('takes records in their order, in portions, and ends at the newest when that is asked for', async () => {
    const topic = await topicOf(25);
    const { taken, onRecords } = taking();
    const sizes: number[] = [];
    const behind: bigint[] = [];
    await read(topic, {
      untilEnd: true,
      onRecords: async (records) => {
        sizes.push(records.length);
        await onRecords(records);
      },
      onCommitted: (_, left) => behind.push(left),
    }).ended;
    expect(taken).toEqual(Array.from({ length: 25 }, (_, at) => `0/${at}`));
    expect([sizes, behind, await committed(topic)]).toEqual([[10, 10, 5], [15n, 5n, 0n], [25]]);
  });

  it('commits nothing of what was not taken: those records come again', async () => {
    const topic = await topicOf(25);
    let calls = 0;
    const failing = read(topic, {
      onRecords: async () => {
        calls += 1;
        if (calls === 2) throw new Error('the department does not know the caller');
      },
    });
    await expect(failing.ended).rejects.toThrow('does not know the caller');
    expect([calls, await committed(topic)]).toEqual([2, [10]]);
    const { taken, onRecords } = taking();
    await read(topic, { untilEnd: true, onRecords }).ended;
    expect([taken[0], taken.length]).toEqual(['0/10', 15]);
  });

  it('commits while it waits only what is done, and the next one goes on from there', async () => {
    const topic = await topicOf(25);
    let calls = 0;
    const reader = read(topic, {
      onRecords: async (_, signal) => {
        calls += 1;
        if (calls === 1) return;
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    await until(() => calls === 2, 30);
    await new Promise((resume) => setTimeout(resume, 5_000)); // longer than a heartbeat may be late by half
    expect([calls, await committed(topic)]).toEqual([2, [10]]);
    await reader.close();
    await reader.ended;
    expect(await committed(topic)).toEqual([10]);
  });

  it('shares partitions with others of its group, takes over those of one that leaves, and misses none', async () => {
    const topic = await topicOf(400, 4);
    const [one, two] = [taking(), taking()];
    const first = read(topic, { onRecords: one.onRecords });
    await until(() => one.taken.length > 0, 30);
    read(topic, { onRecords: two.onRecords });
    let written = 100;
    await until(async () => {
      if (two.taken.length > 0) return true;
      await write(topic, 4, 4);
      written += 1;
      return false;
    }, 30);
    const before = two.taken.length;
    await first.close();
    await write(topic, 400, 4);
    await until(async () => (await committed(topic)).every((at) => at === written + 100), 30);
    expect([one.taken.length + two.taken.length, two.taken.length - before]).toEqual([
      expect.toSatisfy((all: number) => all >= 4 * (written + 100)), // at least once
      expect.toSatisfy((own: number) => own >= 400),
    ]);
  });

  it('ends at the newest record of a topic whose last offset is the mark of a transaction', async () => {
    const topic = await topicOf(0);
    const producer = kafka.producer({
      ...{ transactionalId: randomUUID(), maxInFlightRequests: 1, idempotent: true },
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    for (const isKept of [true, false]) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value: isKept ? 'kept' : 'aborted' }] });
      await (isKept ? transaction.commit() : transaction.abort());
    }
    await producer.disconnect();
    const { taken, onRecords } = taking();
    await read(topic, { untilEnd: true, onRecords }).ended;
    expect(taken).toEqual(['kept']);
  });

  it('reports a topic that is missing, and creates none', async () => {
    const topic = `missing-${randomUUID()}`;
    const error = await groupPositions(connection, topic, topic).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ reason: 'TOPIC_MISSING' });
    expect(await admin.listTopics()).not.toContain(topic);
  });

  it('reads from a broker that demands TLS and a login', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cx-group-'));
    const secure = await startSecureKafka(folder);
    const secured = { brokers: secure.brokers, clientId: 'group', security: secure.security };
    try {
      const client = kafkajsClient(secured);
      await client.ensureTopics([{ topic: 'orders', partitions: 1 }]);
      await client.append('orders', 0, [{ value: Buffer.from('one') }]);
      await client.close();
      const { taken, onRecords } = taking();
      const options = { topic: 'orders', group: 'cx', portion: 10, untilEnd: true };
      await readAsGroup(secured, { ...options, onRecords, onCommitted: () => {}, onFault: () => {} }).ended;
      expect(taken).toEqual(['one']);
      const open = { brokers: secure.brokers, clientId: 'group' };
      await expect(groupPositions(open, 'orders', 'cx')).rejects.toMatchObject({ reason: 'TLS_REQUIRED' });
    } finally {
      await secure.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
