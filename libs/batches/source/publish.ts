import { type Log, MAX_RECORD_BYTES } from '#libs/kafka/log.js';
import { partitionOf, type ShardId, topicOf } from '../format/topics.js';
import type { SourceStore } from './source-store.js';

const PORTION = 64;

/**
 * Gives sealed batches to Kafka in order. Any number may run: a batch that is given twice is dropped by its number. The mark
 * moves only after Kafka has acknowledged, so nothing is stepped over; but a batch that no broker would take (a drained one
 * that says of very many cells that they wait) is left to repair, or nothing would ever come after it.
 */
export class Relay {
  #topicsAreThere = false;

  constructor(
    private readonly store: Pick<SourceStore<unknown>, 'unpublished' | 'markPublished'>,
    private readonly log: Log,
    private readonly shards: readonly ShardId[],
  ) {}

  /**
   * Publishes what is sealed and not yet published.
   *
   * @returns how many batches; rejects when Kafka does not answer: then everything is still there for the next pass
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
    await this.log.append(topicOf(shard), partitionOf(shard), records);
    await this.store.markPublished(shard, last);
    return rows.length;
  }

  async #ensureTopics(): Promise<void> {
    if (this.#topicsAreThere) return;
    const sizes = new Map<string, number>();
    for (const shard of this.shards) sizes.set(topicOf(shard), Math.max(sizes.get(topicOf(shard)) ?? 0, shard.shard));
    await this.log.ensureTopics([...sizes].map(([topic, partitions]) => ({ topic, partitions })));
    this.#topicsAreThere = true;
  }
}

/** So that bytes nobody can decode still have a name. */
export function headersOf({ source, carries, shard }: ShardId, epoch: number, number: bigint): Record<string, string> {
  return {
    'cx-source': source,
    'cx-carries': carries,
    'cx-shard': String(shard),
    'cx-epoch': String(epoch),
    'cx-number': String(number),
  };
}
