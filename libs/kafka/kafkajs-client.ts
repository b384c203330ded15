import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { COMPRESSION_TYPES, type Compression, registerCodecs } from './codecs.js';
import {
  type Following,
  type FollowOptions,
  type KafkaClient,
  MAX_RECORD_BYTES,
  type OutgoingRecord,
  type TopicSpec,
} from './kafka-client.js';
import { followWithKafkajs } from './kafkajs-consumer.js';

export interface KafkajsClientOptions {
  /** "127.0.0.1:9092,127.0.0.1:9093" */
  readonly brokers: string;
  /** Shown in broker logs. */
  readonly clientId: string;
  /** How record batches are compressed when they are sent; unset: not at all. */
  readonly compression?: Compression;
}

/**
 * The port on Apache Kafka through kafkajs. Neither its idempotence nor its groups nor its committed offsets are relied on:
 * what is appended twice is dropped by number, and positions are kept in PostgreSQL.
 */
export function kafkajsClient({ brokers, clientId, compression = 'none' }: KafkajsClientOptions): KafkaClient {
  registerCodecs();
  const kafka = new Kafka({
    brokers: brokers.split(','),
    clientId,
    logLevel: logLevel.NOTHING, // what matters is reported by whoever called
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
  });
  return new KafkajsClient(kafka, compression);
}

class KafkajsClient implements KafkaClient {
  #producer: Promise<Producer> | undefined;
  readonly #following = new Set<Following>();
  /** Appends go out one after the other, so that a retry can never overtake what came after it. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly compression: Compression,
  ) {}

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    await this.#withAdmin(async (admin) => {
      const there = new Set(await admin.listTopics());
      const missing = topics.filter(({ topic }) => !there.has(topic));
      if (missing.length > 0) await admin.createTopics({ topics: missing.map(creation), waitForLeaders: true });
      const known = topics.filter(({ topic }) => there.has(topic));
      if (known.length === 0) return;
      const metadata = await admin.fetchTopicMetadata({ topics: known.map(({ topic }) => topic) });
      const sizes = new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
      const grown = known.filter(({ topic, partitions }) => (sizes.get(topic) ?? partitions) < partitions);
      if (grown.length === 0) return;
      await admin.createPartitions({
        topicPartitions: grown.map(({ topic, partitions }) => ({ topic, count: partitions })),
      });
      await this.#forgetProducer(); // it remembers the partitions of before
    });
  }

  append(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void> {
    const turn = this.#queue.then(async () => {
      for (const some of portionsOf(records)) await this.#send(topic, partition, some);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async follow(options: FollowOptions): Promise<Following> {
    const inner = await followWithKafkajs(this.kafka, (topics) => this.ensureTopics(topics), options);
    const following = {
      close: async () => {
        this.#following.delete(following);
        await inner.close();
      },
    };
    this.#following.add(following);
    return following;
  }

  async isReachable(): Promise<boolean> {
    try {
      await this.#withAdmin((admin) => admin.describeCluster());
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#following].map((following) => following.close()));
    await this.#queue;
    await this.#forgetProducer();
  }

  async #send(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void> {
    const messages = records.map(({ key, value, headers }) => ({
      partition,
      key: key == null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers: { ...headers },
    }));
    for (let attempt = 1; ; attempt++) {
      try {
        const producer = await this.#connectedProducer();
        const compression = COMPRESSION_TYPES[this.compression];
        await producer.send({ topic, messages, acks: -1, timeout: 10_000, compression });
        return;
      } catch (error) {
        // A producer that failed is not trusted again: kafkajs is known to stay in a broken state.
        await this.#forgetProducer();
        if (attempt === 2) throw error;
        await pause(100);
      }
    }
  }

  #connectedProducer(): Promise<Producer> {
    this.#producer ??= (async () => {
      const producer = this.kafka.producer({
        allowAutoTopicCreation: false,
        maxInFlightRequests: 1,
        idempotent: false,
      });
      await producer.connect();
      return producer;
    })();
    return this.#producer;
  }

  async #forgetProducer(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.then((it) => it.disconnect()).catch(() => undefined);
  }

  async #withAdmin<T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}

/** kafkajs sends all records of a call as one batch, and a broker refuses a batch that is larger than a record may be. */
function* portionsOf(records: readonly OutgoingRecord[]): Iterable<readonly OutgoingRecord[]> {
  let portion: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = FRAME_BYTES + (record.value?.length ?? 0) + (record.key?.length ?? 0);
    if (bytes + size > MAX_RECORD_BYTES && portion.length > 0) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(record);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}

/** More than headers and frame of one record take. */
const FRAME_BYTES = 256;

function creation({ topic, partitions, compacted = false }: TopicSpec) {
  const configEntries = compacted ? [{ name: 'cleanup.policy', value: 'compact' }] : [];
  return { topic, numPartitions: partitions, configEntries };
}
