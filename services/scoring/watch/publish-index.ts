import { INDEX_TOPIC_NAME } from '#libs/batches/format/flows.js';
import { PERIOD_KINDS } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { KafkaClient, TopicSpec } from '#libs/kafka/kafka-client.js';
import type { Clock } from '#libs/runtime/clock.js';
import { formatIndexName } from '../answers/index-name.js';
import type { LiveIndex, LiveIndexes } from '../answers/live-index.js';
import { fingerprint } from './fingerprint.js';

/** The newest index of every department and period, by name; older records of a name are compacted away. */
export const INDEX_TOPIC: TopicSpec = { topic: INDEX_TOPIC_NAME, partitions: 1, compacted: true };

/** The caller makes a pass no more often than this, so Kafka gets at most one record a second for each key. */
export const PUBLISH_MS = 1_000;

const PAUSE_FACTOR = 10;

/** Periods of twelve months overlap and are for units, so readers ask the API for them. */
const PUBLISHED_KINDS = PERIOD_KINDS.filter((kind) => kind !== 'twelve_months');

/**
 * Publishes the index of a department to Kafka when it has changed, and every index once after a start: of each
 * kind of period that a ruleset names the last 60. An index counts as
 * published when Kafka has acknowledged it, so a pass that fails because no broker answers is repeated.
 *
 * Indexes of units are not published: readers ask the API for them.
 */
export class IndexPublisher {
  readonly #published = new Map<string, string>();
  /** A pass computes every recent period while counts change, so after each pass there is a pause of nine times its duration. */
  #pauseUntil: Instant = 0;
  #isTopicThere = false;

  /** @param encode  the bytes of a cx.scoring.v1.Index */
  constructor(
    private readonly indexes: LiveIndexes,
    private readonly kafka: KafkaClient,
    private readonly encode: (index: LiveIndex) => Uint8Array,
    private readonly clock: Clock,
  ) {}

  /** One pass, for `every(PUBLISH_MS, ...)`. Returns how many indexes were published. @throws when no broker answers */
  async publish(): Promise<number> {
    const begin = this.clock.now();
    if (begin < this.#pauseUntil) return 0;
    const periods = PUBLISHED_KINDS.flatMap((kind) => this.indexes.recent(kind));
    const names = periods.flatMap((period) => this.indexes.departments.map((department) => ({ department, period })));
    const found = await this.indexes.findAll(names);
    this.#pauseUntil = begin + PAUSE_FACTOR * (this.clock.now() - begin);
    const changed = found.flatMap((index) => {
      if (index instanceof Error) return [];
      const [name, print] = [formatIndexName(index.name), fingerprint(index)];
      return this.#published.get(name) === print ? [] : [{ name, print, index }];
    });
    if (changed.length === 0) return 0;

    if (!this.#isTopicThere) await this.kafka.ensureTopics([INDEX_TOPIC]);
    this.#isTopicThere = true;
    const records = changed.map(({ name, index }) => ({ key: Buffer.from(name), value: this.encode(index) }));
    await this.kafka.append(INDEX_TOPIC.topic, 0, records);
    for (const { name, print } of changed) this.#published.set(name, print);
    return changed.length;
  }
}
