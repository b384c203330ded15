import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { Following, FollowOptions, IncomingRecord, TopicSpec } from './kafka-client.js';

const RETRY_MS = 500;

/**
 * Follows partitions with a kafkajs consumer that is alone in a group of its own: nobody to share with, so nobody to wait for.
 * Where it stands is remembered here and sought again after every join; kafkajs' commits are not used.
 */
export async function followWithKafkajs(
  kafka: Kafka,
  ensureTopics: (topics: readonly TopicSpec[]) => Promise<void>,
  options: FollowOptions,
): Promise<Following> {
  const follower = new Follower(kafka, ensureTopics, options);
  follower.start();
  return follower;
}

class Follower implements Following {
  /** Per "topic/partition" the offset of the next record wanted; missing: the oldest there is. */
  readonly #next = new Map<string, bigint>();
  readonly #closing = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly ensureTopics: (topics: readonly TopicSpec[]) => Promise<void>,
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

  /** One consumer after the other, each until it fails or we are closed. */
  async #keepFollowing(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const consumer = this.#newConsumer();
      try {
        await this.#consume(consumer);
      } catch {
        this.options.onConnected?.(false);
      }
      await consumer.disconnect().catch(() => undefined);
      await this.#pause();
    }
  }

  #newConsumer(): Consumer {
    return this.kafka.consumer({
      groupId: `cx-follow-${randomUUID()}`,
      sessionTimeout: 30_000,
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: 16 << 20,
      maxBytes: 48 << 20,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: async () => false },
    });
  }

  /** Resolves when closed, rejects when the consumer cannot go on. */
  async #consume(consumer: Consumer): Promise<void> {
    await this.ensureTopics(this.#topics());
    await this.#forgetOffsetsThatAreGone();
    await consumer.connect();
    await consumer.subscribe({ topics: this.#topics().map(({ topic }) => topic), fromBeginning: true });
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      consumer.on(consumer.events.STOP, () => reject(new Error('the consumer stopped')));
    });
    crashed.catch(() => undefined);
    consumer.on(consumer.events.GROUP_JOIN, () => this.#seekAll(consumer));
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: Math.max(1, this.options.from.length),
      eachBatch: (payload) => this.#handle(payload),
    });
    this.options.onConnected?.(true);
    await Promise.race([crashed, this.#closed()]);
  }

  async #handle({ batch, resolveOffset, heartbeat, isStale }: EachBatchPayload): Promise<void> {
    const last = batch.messages.at(-1);
    if (isStale() || last === undefined) return; // fetched before a seek took effect
    // kafkajs subscribes to whole topics; partitions nobody asked for are passed over.
    if (!this.#isWanted(batch.topic, batch.partition)) return resolveOffset(last.offset);
    if (!(await this.#deliver(batch.topic, batch.partition, batch.messages.map(incoming), heartbeat))) return;
    this.#next.set(`${batch.topic}/${batch.partition}`, BigInt(last.offset) + 1n);
    resolveOffset(last.offset);
    await heartbeat();
  }

  /** Hands records over until they are taken; false when closed meanwhile. */
  async #deliver(
    topic: string,
    partition: number,
    records: readonly IncomingRecord[],
    heartbeat: () => Promise<void>,
  ): Promise<boolean> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.options.onRecords(topic, partition, records);
        return true;
      } catch {
        await this.#pause();
        await heartbeat().catch(() => undefined);
      }
    }
    return false;
  }

  /** Called while the group is joined, before the first fetch: a seek asked for here is there in time. */
  #seekAll(consumer: Consumer): void {
    for (const { topic, partition } of this.options.from) {
      const offset = this.#next.get(`${topic}/${partition}`);
      if (offset !== undefined) consumer.seek({ topic, partition, offset: String(offset) });
    }
  }

  /** An offset below the oldest or beyond the newest record belongs to a log that is gone: then from the oldest. */
  async #forgetOffsetsThatAreGone(): Promise<void> {
    const admin = this.kafka.admin();
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

  async #pause(): Promise<void> {
    await pause(RETRY_MS, undefined, { signal: this.#closing.signal }).catch(() => undefined);
  }
}

function incoming({ offset, value, headers }: EachBatchPayload['batch']['messages'][number]): IncomingRecord {
  const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)] as const);
  return { offset: BigInt(offset), value: value ?? new Uint8Array(), headers: Object.fromEntries(texts) };
}
