import type { Following, FollowOptions, IncomingRecord, KafkaClient } from '#libs/kafka/kafka-client.js';
import type { RawBatch } from '../format/raw-batch.js';
import { partitionOf, topicOf } from '../format/topics.js';
import type { Subscription } from '../reader/receive.js';
import { type BatchSink, CHUNK_BATCHES } from './batch-sink.js';

/** Reads the subscribed shards from Kafka, each from the offset that is stored with its progress. */
export async function supplyFromKafka(
  kafka: KafkaClient,
  receiver: BatchSink,
  subscriptions: readonly Subscription[],
  onFault: NonNullable<FollowOptions['onFault']>,
): Promise<Following> {
  const byPlace = new Map(
    subscriptions.map((subscription) => [`${topicOf(subscription)}/${partitionOf(subscription)}`, subscription]),
  );
  const from = await Promise.all(
    subscriptions.map(async (subscription) => {
      const offset = (await receiver.progress(subscription)).at(-1)?.nextOffset;
      return {
        topic: topicOf(subscription),
        partition: partitionOf(subscription),
        ...(offset === undefined ? {} : { offset }),
      };
    }),
  );
  const queues = new Map([...byPlace].map(([place, subscription]) => [place, new ShardQueue(receiver, subscription)]));
  const following = await kafka.follow({
    from,
    onFault,
    onRecords: async (topic, partition, records) => {
      for (let at = 0; at < records.length; at += CHUNK_BATCHES)
        await queues.get(`${topic}/${partition}`)?.take(records.slice(at, at + CHUNK_BATCHES).flatMap(rawFromKafka));
    },
  });
  const close = async () => {
    await following.close();
    await Promise.all([...queues.values()].map((queue) => queue.end()));
  };
  return { close };
}

/**
 * Pipelines one shard: accepts a chunk while the one before is still being stored, so that fetching, decoding and storing
 * overlap. A chunk that failed is retried once when the next one arrives. If it fails again, the next chunk is rejected, and
 * Kafka delivers both again.
 */
class ShardQueue {
  #chunk: readonly RawBatch[] | undefined;
  #storing: Promise<void> = Promise.resolve();

  constructor(
    private readonly receiver: BatchSink,
    private readonly subscription: Subscription,
  ) {}

  async take(chunk: readonly RawBatch[]): Promise<void> {
    await this.#settle();
    this.#store(chunk);
  }

  /** Waits for the chunk in work. A chunk that cannot be stored now is fetched again after the next start, or repaired. */
  async end(): Promise<void> {
    await this.#storing.catch(() => undefined);
  }

  async #settle(): Promise<void> {
    try {
      await this.#storing;
    } catch {
      if (this.#chunk !== undefined) this.#store(this.#chunk);
      await this.#storing;
    }
  }

  #store(chunk: readonly RawBatch[]): void {
    this.#chunk = chunk;
    this.#storing = this.receiver.take(this.subscription, chunk);
    this.#storing.catch(() => undefined); // #settle reports it to the next caller
  }
}

/** A record as a batch. A record without our headers is skipped: another program wrote it. */
export function rawFromKafka({ headers, value, offset }: IncomingRecord): RawBatch[] {
  const [epoch, number] = [Number(headers['cx-epoch']), headers['cx-number'] ?? ''];
  if (!Number.isInteger(epoch) || !/^[1-9]\d*$/.test(number)) return [];
  return [{ epoch, number: BigInt(number), bytes: value, nextOffset: offset + 1n, fromSource: false }];
}
