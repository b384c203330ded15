import { type KafkaClient, MAX_RECORD_BYTES } from '#libs/kafka/kafka-client.js';
import { partitionOf, type ShardId, topicOf } from '../format/topics.js';
import type { SourceStore } from './source-store.js';

const PORTION = 64;

/**
 * Publishes sealed batches to Kafka in order. Any number of relays may run: readers drop a repeated batch by its number. The
 * published mark moves only after Kafka acknowledged, so no batch is skipped. One exception: a batch that no broker accepts
 * because of its size (a drained batch with very many waiting counts) is left to repair, so that it does not block the others.
 */
export class Relay {
  #topicsAreThere = false;

  constructor(
    private readonly store: Pick<SourceStore<unknown>, 'unpublished' | 'markPublished'>,
    private readonly kafka: KafkaClient,
    private readonly shards: readonly ShardId[],
  ) {}

  /**
   * Publishes the batches that are sealed and not yet published.
   *
   * @returns how many; rejects if Kafka does not answer, and the next pass publishes the same batches
   */
  async pass(): Promise<number> {
    await this.#ensureTopics();
    const counts = await Promise.all(this.shards.map((shard) => this.#publish(shard)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  async #publish(shard: ShardId): Promise<number> {
    const rows = await this.store.unpublished(shard, PORTION);
    const last = rows.at(-1);
    if (last === undefined) return 0;
    const records = rows
      .filter(({ bytes }) => bytes.length <= MAX_RECORD_BYTES)
      .map(({ epoch, number, bytes }) => ({ value: bytes, headers: headersOf(shard, epoch, number) }));
    await this.kafka.append(topicOf(shard), partitionOf(shard), records);
    await this.store.markPublished(shard, last);
    return rows.length;
  }

  async #ensureTopics(): Promise<void> {
    if (this.#topicsAreThere) return;
    const sizes = new Map<string, number>();
    for (const shard of this.shards) sizes.set(topicOf(shard), Math.max(sizes.get(topicOf(shard)) ?? 0, shard.shard));
    await this.kafka.ensureTopics([...sizes].map(([topic, partitions]) => ({ topic, partitions })));
    this.#topicsAreThere = true;
  }
}

/** Headers that name the batch, so that even undecodable bytes can be attributed. */
export function headersOf({ source, carries, shard }: ShardId, epoch: number, number: bigint): Record<string, string> {
  return {
    'cx-source': source,
    'cx-carries': carries,
    'cx-shard': String(shard),
    'cx-epoch': String(epoch),
    'cx-number': String(number),
  };
}
