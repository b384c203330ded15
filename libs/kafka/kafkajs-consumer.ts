import { randomUUID } from 'node:crypto';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { beforeRetry, crashOf, keepConsuming } from './consumers.js';
import type { Following, FollowOptions, IncomingRecord, TopicSpec } from './kafka-client.js';
import { TransportError } from './transport-error.js';

/** What following needs of the client that it belongs to. */
export interface Surroundings {
  readonly kafka: Kafka;
  readonly ensureTopics: (topics: readonly TopicSpec[]) => Promise<void>;
  /** Names the reason of an error of kafkajs. */
  readonly diagnose: (error: unknown) => Promise<TransportError>;
}

/**
 * Follows partitions with a kafkajs consumer that is alone in a group of its own, so it never waits for other members. The
 * position is kept here and sought again after every join; the commits of kafkajs are not used.
 */
export function followWithKafkajs(surroundings: Surroundings, options: FollowOptions): Following {
  const follower = new Follower(surroundings, options);
  follower.start();
  return follower;
}

class Follower implements Following {
  /** Offset of the next record wanted by "topic/partition"; missing: the oldest there is. */
  readonly #next = new Map<string, bigint>();
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Deliveries under way that were refused at least once. */
  #refused = 0;

  constructor(
    private readonly surroundings: Surroundings,
    private readonly options: FollowOptions,
  ) {
    for (const { topic, partition, offset } of options.from) {
      if (offset !== undefined) this.#next.set(`${topic}/${partition}`, offset);
    }
  }

  start(): void {
    this.#running = this.#keepFollowing();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  #keepFollowing(): Promise<void> {
    const { signal } = this.#closing;
    return keepConsuming({
      ...{ signal, newConsumer: () => this.#newConsumer(), consume: (consumer) => this.#consume(consumer) },
      onFailure: async (error) => {
        const fault = await this.surroundings.diagnose(error);
        if (!signal.aborted) this.options.onFault?.(fault);
      },
    });
  }

  #newConsumer(): Consumer {
    return this.surroundings.kafka.consumer({
      groupId: `cx-follow-${randomUUID()}`,
      sessionTimeout: 30_000,
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: 1_000, // a broker answers at once when there is something; only stopping waits so long
      maxBytesPerPartition: 16 << 20,
      maxBytes: 48 << 20,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: async () => false },
    });
  }

  /** Resolves when following is closed, rejects with the error that ended the consumer. */
  async #consume(consumer: Consumer): Promise<void> {
    await this.surroundings.ensureTopics(this.#topics());
    await this.#forgetOffsetsThatAreGone();
    await consumer.connect();
    await consumer.subscribe({ topics: this.#topics().map(({ topic }) => topic), fromBeginning: true });
    const crashed = crashOf(consumer);
    this.#watchFetches(consumer);
    consumer.on(consumer.events.GROUP_JOIN, () => this.#seekAll(consumer));
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: Math.max(1, this.options.from.length),
      eachBatch: (payload) => this.#handle(payload),
    });
    await Promise.race([crashed, this.#closed()]);
  }

  /**
   * Following works once every broker that was asked has answered with records, or with none, that could be decoded. To have
   * joined is not enough: a consumer that cannot decode the first record batch joins again and again.
   */
  #watchFetches(consumer: Consumer): void {
    const unanswered = new Set<unknown>();
    const asked = new Set<unknown>();
    consumer.on(consumer.events.FETCH_START, ({ payload: { nodeId } }) => {
      if (!asked.has(nodeId)) unanswered.add(nodeId);
      asked.add(nodeId);
    });
    consumer.on(consumer.events.FETCH, ({ payload: { nodeId } }) => {
      unanswered.delete(nodeId);
      const works = unanswered.size === 0 && this.#refused === 0 && !this.#closing.signal.aborted;
      if (works) this.options.onFault?.(undefined);
    });
  }

  async #handle({ batch, resolveOffset, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    const last = batch.messages.at(-1);
    if (isStale() || last === undefined) return; // fetched before a seek took effect
    // kafkajs subscribes to whole topics; partitions that are not wanted are passed over.
    if (!this.#isWanted(batch.topic, batch.partition)) return resolveOffset(last.offset);
    if (!(await this.#deliver(batch.topic, batch.partition, batch.messages.map(incoming), heartbeat))) return;
    this.#next.set(`${batch.topic}/${batch.partition}`, BigInt(last.offset) + 1n);
    resolveOffset(last.offset);
    await heartbeat();
  }

  /** Hands records over until they are taken; false when following was closed meanwhile. */
  async #deliver(
    topic: string,
    partition: number,
    records: readonly IncomingRecord[],
    heartbeat: () => Promise<void>,
  ): Promise<boolean> {
    let wasRefused = false;
    try {
      while (!this.#closing.signal.aborted) {
        try {
          await this.options.onRecords(topic, partition, records);
          return true;
        } catch (error) {
          if (!wasRefused) this.#refused += 1;
          wasRefused = true;
          const words = error instanceof Error ? error.message : String(error);
          this.options.onFault?.(new TransportError('NOT_STORED', `${topic}: ${words}`, error));
          await beforeRetry(this.#closing.signal);
          await heartbeat().catch(() => undefined); // a lost group shows at the next fetch
        }
      }
      return false;
    } finally {
      if (wasRefused) this.#refused -= 1;
    }
  }

  /** Called while the group is joined, before the first fetch, so that the position holds from the first fetch on. */
  #seekAll(consumer: Consumer): void {
    for (const { topic, partition } of this.options.from) {
      const offset = this.#next.get(`${topic}/${partition}`);
      if (offset !== undefined) consumer.seek({ topic, partition, offset: String(offset) });
    }
  }

  /** An offset below the oldest or beyond the newest record belongs to a log that is gone: then from the oldest. */
  async #forgetOffsetsThatAreGone(): Promise<void> {
    const admin = this.surroundings.kafka.admin();
    try {
      await admin.connect();
      for (const { topic } of this.#topics()) {
        for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
          const next = this.#next.get(`${topic}/${partition}`);
          if (next !== undefined && (next < BigInt(low) || next > BigInt(high)))
            this.#next.delete(`${topic}/${partition}`);
        }
      }
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  #isWanted(topic: string, partition: number): boolean {
    return this.options.from.some((place) => place.topic === topic && place.partition === partition);
  }

  #topics(): TopicSpec[] {
    const sizes = new Map<string, number>();
    for (const { topic, partition } of this.options.from)
      sizes.set(topic, Math.max(sizes.get(topic) ?? 0, partition + 1));
    return [...sizes].map(([topic, partitions]) => ({ topic, partitions }));
  }

  #closed(): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
}

function incoming({ offset, value, headers }: EachBatchPayload['batch']['messages'][number]): IncomingRecord {
  const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)] as const);
  return { offset: BigInt(offset), value: value ?? new Uint8Array(), headers: Object.fromEntries(texts) };
}
