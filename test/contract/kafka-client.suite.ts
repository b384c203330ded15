import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type Following,
  type IncomingRecord,
  type KafkaClient,
  MAX_RECORD_BYTES,
  type OutgoingRecord,
} from '#libs/kafka/kafka-client.js';
import { until } from '#test/stack/until.js';

/** What every implementation of the port promises. */
export function kafkaClientSuite(name: string, make: () => KafkaClient): void {
  describe(name, () => {
    const kafka = make();
    const open: Following[] = [];
    afterAll(async () => {
      await Promise.all(open.map((following) => following.close()));
      await kafka.close();
    });

    const newTopic = async (partitions = 1) => {
      const topic = `t-${randomUUID()}`;
      await kafka.ensureTopics([{ topic, partitions }]);
      return topic;
    };
    const collect = async (topic: string, partition: number, offset?: bigint) => {
      const seen: IncomingRecord[] = [];
      const from = [{ topic, partition, ...(offset === undefined ? {} : { offset }) }];
      open.push(await kafka.follow({ from, onRecords: async (_, __, records) => void seen.push(...records) }));
      return seen;
    };

    it('hands records over in order, with dense offsets, from the oldest on', async () => {
      const topic = await newTopic();
      for (let call = 0; call < 3; call++) await kafka.append(topic, 0, numbered(call * 10, 10));
      const seen = await collect(topic, 0);
      await until(() => seen.length === 30);
      expect(seen.map(({ offset }) => Number(offset))).toEqual(range(0, 30));
      expect(seen.map(text)).toEqual(range(0, 30).map(String));
    });

    it('starts at the offset that is asked for', async () => {
      const topic = await newTopic();
      await kafka.append(topic, 0, numbered(0, 10));
      const seen = await collect(topic, 0, 7n);
      await until(() => seen.length === 3);
      expect(seen.map(text)).toEqual(['7', '8', '9']);
    });

    it('starts at the oldest when the offset asked for does not exist any more', async () => {
      const topic = await newTopic();
      await kafka.append(topic, 0, numbered(0, 3));
      const seen = await collect(topic, 0, 99n);
      await until(() => seen.length === 3);
      expect(seen.map(text)).toEqual(['0', '1', '2']);
    });

    it('keeps partitions apart and goes on with what comes later', async () => {
      const topic = await newTopic(2);
      const [left, right] = [await collect(topic, 0), await collect(topic, 1)];
      await kafka.append(topic, 0, numbered(0, 2));
      await kafka.append(topic, 1, numbered(50, 1));
      await until(() => left.length === 2 && right.length === 1);
      expect(right.map(text)).toEqual(['50']);
    });

    it('takes more at once than fits into one request, in order', async () => {
      const topic = await newTopic();
      const large = range(0, 30).map((number) => ({ value: Buffer.alloc(100_000, number) }));
      await kafka.append(topic, 0, large);
      const seen = await collect(topic, 0);
      await until(() => seen.length === 30);
      expect(seen.map(({ value }) => value[0])).toEqual(range(0, 30));
    });

    it('takes a record of the size it names, and refuses a larger one', async () => {
      const topic = await newTopic();
      await kafka.append(topic, 0, [{ value: Buffer.alloc(MAX_RECORD_BYTES) }]);
      await expect(kafka.append(topic, 0, [{ value: Buffer.alloc(2 * MAX_RECORD_BYTES) }])).rejects.toThrow();
      const seen = await collect(topic, 0);
      await until(() => seen.length === 1);
    });

    it('takes several records that together are larger than a broker accepts in one request', async () => {
      const topic = await newTopic();
      const value = randomBytes(600_000);
      await kafka.append(topic, 0, [{ value }, { value }, { value }]);
      const seen = await collect(topic, 0);
      await until(() => seen.length === 3);
    });

    it('brings bytes and headers unchanged', async () => {
      const topic = await newTopic();
      const value = Uint8Array.from(range(0, 256));
      await kafka.append(topic, 0, [{ key: Uint8Array.of(0, 255), value, headers: { 'cx-number': '4711' } }]);
      const seen = await collect(topic, 0);
      await until(() => seen.length === 1);
      expect([...(seen[0]?.value ?? [])]).toEqual([...value]);
      expect(seen[0]?.headers['cx-number']).toBe('4711');
    });

    it('delivers the same records again when they were refused, and keeps their order', async () => {
      const topic = await newTopic();
      const taken: string[] = [];
      let refusals = 2;
      const onRecords = async (_: string, __: number, records: readonly IncomingRecord[]) => {
        if (refusals-- > 0) throw new Error('not now');
        taken.push(...records.map(text));
      };
      open.push(await kafka.follow({ from: [{ topic, partition: 0 }], onRecords }));
      await kafka.append(topic, 0, numbered(0, 2));
      await kafka.append(topic, 0, numbered(2, 2));
      await until(() => taken.length === 4);
      expect(taken).toEqual(['0', '1', '2', '3']);
    });

    it('waits for the records being handled before it is closed, and hands nothing over afterwards', async () => {
      const topic = await newTopic();
      let begun = false;
      let done = false;
      const onRecords = async () => {
        begun = true;
        await new Promise((resolve) => setTimeout(resolve, 100));
        done = true;
      };
      const following = await kafka.follow({ from: [{ topic, partition: 0 }], onRecords });
      await kafka.append(topic, 0, numbered(0, 1));
      await until(() => begun);
      await following.close();
      expect(done).toBe(true);
    });

    it('refuses to append to a partition that does not exist', async () => {
      await expect(kafka.append(`none-${randomUUID()}`, 0, numbered(0, 1))).rejects.toThrow();
    });

    it('creates a topic once, and adds partitions to it later', async () => {
      const topic = await newTopic(1);
      await kafka.ensureTopics([{ topic, partitions: 1 }]);
      await kafka.ensureTopics([{ topic, partitions: 3 }]);
      await kafka.append(topic, 2, numbered(0, 1));
      const seen = await collect(topic, 2);
      await until(() => seen.length === 1);
    });

    it('takes a tombstone on a compacted topic', async () => {
      const topic = `t-${randomUUID()}`;
      await kafka.ensureTopics([{ topic, partitions: 1, compacted: true }]);
      await kafka.append(topic, 0, [{ key: Buffer.from('k'), value: null }]);
      const seen = await collect(topic, 0);
      await until(() => seen.length === 1);
      expect(seen[0]?.value).toHaveLength(0);
    });
  });
}

function numbered(from: number, count: number): OutgoingRecord[] {
  return range(from, from + count).map((number) => ({ key: Buffer.from('k'), value: Buffer.from(String(number)) }));
}

function text({ value }: IncomingRecord): string {
  return Buffer.from(value).toString();
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, place) => from + place);
}
