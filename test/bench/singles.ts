import { SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { expectedKey, type Load } from './load.js';
import type { BenchWorld } from './world.js';

/** A topic with one record for each observation, and one partition for each department. */
export interface SingleTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly observations: number;
  readonly expected: Load['expected'];
}

/** Publishes one record for each observation: the key is the case ref, the value the cell and "+" or "-". */
export async function fillSingles({ brokers }: BenchWorld, load: Load, observations: number): Promise<SingleTopic> {
  const kafka = kafkajsClient({ brokers, clientId: 'cx-bench-singles' });
  const topic = `singles-${observations}`;
  const expected = new Map<string, [number, number]>();
  await kafka.ensureTopics([{ topic, partitions: load.lots.length }]);
  let all = 0;
  for (const [partition, { shard, batches, observations: own }] of load.lots.entries()) {
    let left = Math.floor((own * observations) / load.observations);
    all += left;
    for (const { bytes } of batches) {
      if (left <= 0) break;
      const records = singlesOf(shard.source, bytes).slice(0, left);
      left -= records.length;
      for (const { value } of records) {
        const key = value.subarray(0, -1).toString('latin1');
        const both = expected.get(key) ?? [0, 0];
        both[value.at(-1) === PLUS ? 0 : 1] += 1;
        expected.set(key, both);
      }
      await kafka.append(topic, partition, records);
    }
  }
  await kafka.close();
  return { topic, partitions: load.lots.length, observations: all, expected };
}

/** Publishes each sealed batch once, with the source as key, for peers that read batches. */
export async function fillPacked({ brokers }: BenchWorld, load: Load): Promise<SingleTopic> {
  const kafka = kafkajsClient({ brokers, clientId: 'cx-bench-packed' });
  const topic = 'packed';
  await kafka.ensureTopics([{ topic, partitions: load.lots.length }]);
  for (const [partition, { shard, batches }] of load.lots.entries()) {
    const records = batches.map(({ bytes }) => ({ key: Buffer.from(shard.source), value: bytes }));
    for (let at = 0; at < records.length; at += PORTION)
      await kafka.append(topic, partition, records.slice(at, at + PORTION));
  }
  await kafka.close();
  return { topic, partitions: load.lots.length, observations: load.observations, expected: load.expected };
}

const PORTION = 64;
const PLUS = 43;

function singlesOf(source: string, bytes: Uint8Array): { key: Buffer; value: Buffer }[] {
  const { content } = SealedBatch.decode(bytes);
  const cells = content?.$case === 'observations' ? content.value.cells : [];
  return cells.flatMap(({ key, hits, misses }) => {
    if (key === undefined) return [];
    const of = (refs: Buffer, sign: string) => {
      const value = Buffer.from(`${expectedKey(source, key)}${sign}`);
      return Array.from({ length: refs.length / 16 }, (_, at) => ({
        key: refs.subarray(at * 16, at * 16 + 16),
        value,
      }));
    };
    return [...of(hits, '+'), ...of(misses, '-')];
  });
}
