import { setTimeout as pause } from 'node:timers/promises';
import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import { chunksOf } from '#libs/domain/chunks.js';
import { COMPRESSION_TYPES, type Compression } from './codecs.js';
import { type Diagnosed, diagnose } from './diagnose.js';
import {
  type Following,
  type FollowOptions,
  type KafkaClient,
  MAX_RECORD_BYTES,
  type OutgoingRecord,
  type TopicSpec,
} from './kafka-client.js';
import { type KafkajsOptions, kafkajsOf } from './kafkajs.js';
import { followWithKafkajs } from './kafkajs-consumer.js';
import { ensureKafkajsTopics, withAdmin } from './kafkajs-topics.js';
import { transportErrorOf } from './reason-of.js';

export interface KafkajsClientOptions extends KafkajsOptions {
  /** How record batches are compressed when they are sent; unset: not at all. */
  readonly compression?: Compression;
}

/**
 * The port on Apache Kafka through kafkajs. It relies on neither the idempotence nor the groups nor the commits of kafkajs:
 * readers drop what is appended twice by its number, and positions are kept in PostgreSQL.
 */
export function kafkajsClient(options: KafkajsClientOptions): KafkaClient {
  const { brokers, security = {}, compression = 'none' } = options;
  return new KafkajsClient(kafkajsOf(options), { brokers: brokers.split(','), security }, compression);
}

class KafkajsClient implements KafkaClient {
  #producer: Promise<Producer> | undefined;
  readonly #following = new Set<Following>();
  /** Appends go out one after the other, so that a retry can never overtake what came after it. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly kafka: Kafka,
    private readonly diagnosed: Diagnosed,
    private readonly compression: Compression,
  ) {}

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    try {
      if (await ensureKafkajsTopics(this.kafka, topics)) await this.#forgetProducer();
    } catch (error) {
      throw await diagnose(this.diagnosed, error);
    }
  }

  append(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void> {
    const turn = this.#queue.then(async () => {
      for (const chunk of chunksOf(records, sizeOf, MAX_RECORD_BYTES)) await this.#send(topic, partition, chunk);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async follow(options: FollowOptions): Promise<Following> {
    const surroundings = {
      kafka: this.kafka,
      ensureTopics: (topics: readonly TopicSpec[]) => this.ensureTopics(topics),
      diagnose: (error: unknown) => diagnose(this.diagnosed, error),
    };
    const inner = followWithKafkajs(surroundings, options);
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
      await withAdmin(this.kafka, (admin) => admin.describeCluster());
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

  /** Sends records as one batch; where a topic takes only smaller ones, as two halves. */
  async #send(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void> {
    const half = Math.ceil(records.length / 2);
    try {
      await this.#trySend(topic, partition, records);
    } catch (error) {
      const isTooLarge = transportErrorOf(error).reason === 'RECORD_TOO_LARGE';
      if (!isTooLarge || records.length === 1) throw await diagnose(this.diagnosed, error, topic);
      await this.#send(topic, partition, records.slice(0, half));
      await this.#send(topic, partition, records.slice(half));
    }
  }

  async #trySend(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void> {
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
        await producer.send({ topic, messages, acks: -1, timeout: ACK_MS, compression });
        return;
      } catch (error) {
        // A producer that failed is not used again: kafkajs is known to stay in a broken state.
        await this.#forgetProducer();
        const mayBeStale = transportErrorOf(error).reason === 'BROKER_UNREACHABLE';
        if (attempt === 2 || !mayBeStale) throw error;
        await pause(100);
      }
    }
  }

  #connectedProducer(): Promise<Producer> {
    this.#producer ??= (async () => {
      const producer = this.kafka.producer({
        allowAutoTopicCreation: false,
        retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 2 },
        maxInFlightRequests: 1,
        idempotent: false,
        createPartitioner: Partitioners.DefaultPartitioner, // said, so that kafkajs prints no warning; every record names its partition
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
}

/** How long a broker waits for the other replicas before it refuses. */
const ACK_MS = 5_000;

/** More than headers and frame of one record take. */
const FRAME_BYTES = 256;

/** At most; a broker refuses a batch that is larger than a record may be, and kafkajs sends all records of a call as one. */
function sizeOf({ key, value }: OutgoingRecord): number {
  return FRAME_BYTES + (value?.length ?? 0) + (key?.length ?? 0);
}
