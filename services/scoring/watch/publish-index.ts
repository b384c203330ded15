import { DEPARTMENTS } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { KafkaClient, TopicSpec } from '#libs/kafka/kafka-client.js';
import type { Clock } from '#libs/runtime/clock.js';
import { formatIndexName } from '../answers/index-name.js';
import type { LiveIndex, LiveIndexes } from '../answers/live-index.js';
import { fingerprint } from './fingerprint.js';

/** The newest index of every department and month, by name; older records of a name are compacted away. */
export const INDEX_TOPIC: TopicSpec = { topic: 'cx.index.v1', partitions: 1, compacted: true };

/** A record a second per key at most: the caller looks no more often than this. */
export const PUBLISH_MS = 1_000;

const REST_PER_LOOK = 10;

/**
 * Tells Kafka of every department's index that changed since it was last told; after a start of every one, once. A look that
 * fails because no broker answers is looked again: nothing counts as told before Kafka has acknowledged it.
 *
 * Units are not told: a reader who wants them asks.
 */
export class IndexPublisher {
  readonly #told = new Map<string, string>();
  /** Looking at every month costs something while counts move on, so a look rests nine times as long as it took. */
  #restUntil: Instant = 0;
  #isTopicThere = false;

  /** @param encode  the bytes of a cx.scoring.v1.Index */
  constructor(
    private readonly indexes: LiveIndexes,
    private readonly kafka: KafkaClient,
    private readonly encode: (index: LiveIndex) => Uint8Array,
    private readonly clock: Clock,
  ) {}

  /** One look; meant for `every(PUBLISH_MS, ...)`. Returns how many were told. @throws when no broker answers */
  async publish(): Promise<number> {
    const begin = this.clock.now();
    if (begin < this.#restUntil) return 0;
    const names = this.indexes.months().flatMap((period) => DEPARTMENTS.map((department) => ({ department, period })));
    const found = await this.indexes.findAll(names);
    this.#restUntil = begin + REST_PER_LOOK * (this.clock.now() - begin);
    const changed = found.flatMap((index) => {
      if (index instanceof Error) return [];
      const [name, print] = [formatIndexName(index.name), fingerprint(index)];
      return this.#told.get(name) === print ? [] : [{ name, print, index }];
    });
    if (changed.length === 0) return 0;

    if (!this.#isTopicThere) await this.kafka.ensureTopics([INDEX_TOPIC]);
    this.#isTopicThere = true;
    const records = changed.map(({ name, index }) => ({ key: Buffer.from(name), value: this.encode(index) }));
    await this.kafka.append(INDEX_TOPIC.topic, 0, records);
    for (const { name, print } of changed) this.#told.set(name, print);
    return changed.length;
  }
}
