import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { crashOf, keepConsuming } from './consumers.js';
import { diagnose } from './diagnose.js';
import type { GroupPosition, GroupReader, GroupReaderOptions, GroupRecord } from './group-reader.js';
import { type KafkajsOptions, kafkajsOf } from './kafkajs.js';
import { withAdmin } from './kafkajs-topics.js';
import { TransportError } from './transport-error.js';

const HEARTBEAT_MS = 2_000;
const END_POLL_MS = 300;
/** As many fetches without a record show that a partition has no more of them: its last offset may be the mark of a transaction. */
const EMPTY_FETCHES = 5;

/** Reads a topic as a member of a group, at least once: offsets are committed after `onRecords` has resolved. */
export function readAsGroup(connection: KafkajsOptions, options: GroupReaderOptions): GroupReader {
  return new Reader(connection, options);
}

/**
 * How far a group has read the partitions of a topic.
 *
 * @throws {TransportError} TOPIC_MISSING, or why Kafka does not answer
 */
export async function groupPositions(
  connection: KafkajsOptions,
  topic: string,
  group: string,
): Promise<readonly GroupPosition[]> {
  try {
    return await positionsOf(kafkajsOf(connection), topic, group);
  } catch (error) {
    throw await diagnosed(connection, error, topic);
  }
}

async function positionsOf(kafka: Kafka, topic: string, group: string): Promise<readonly GroupPosition[]> {
  return withAdmin(kafka, async (admin) => {
    // To ask for the offsets of a topic that is missing would create it on many brokers.
    if (!(await admin.listTopics()).includes(topic)) throw new TransportError('TOPIC_MISSING', topic, undefined);
    const offsets = await admin.fetchTopicOffsets(topic);
    const [{ partitions } = { partitions: [] }] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    const committed = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    return offsets.map(({ partition, low, high }) => {
      const at = committed.get(partition) ?? -1n;
      return { partition, low: BigInt(low), high: BigInt(high), committed: at < 0n ? undefined : at };
    });
  });
}

function diagnosed({ brokers, security = {} }: KafkajsOptions, error: unknown, topic: string): Promise<TransportError> {
  return diagnose({ brokers: brokers.split(','), security }, error, topic);
}

class Reader implements GroupReader {
  readonly ended: Promise<void>;
  readonly #kafka: Kafka;
  readonly #closing = new AbortController();
  /** Of `onRecords`: reading ends with it. */
  #failure: { readonly error: unknown } | undefined;
  #atStart: readonly GroupPosition[] | undefined;
  #assigned: readonly number[] = [];
  #emptyFetches = 0;
  #handling = 0;

  constructor(
    private readonly connection: KafkajsOptions,
    private readonly options: GroupReaderOptions,
  ) {
    this.#kafka = kafkajsOf(connection);
    this.ended = this.#keepReading();
    this.ended.catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.ended.catch(() => undefined);
  }

  async #keepReading(): Promise<void> {
    const { signal } = this.#closing;
    await keepConsuming({
      ...{ signal, newConsumer: () => this.#newConsumer(), consume: (consumer) => this.#consume(consumer) },
      onFailure: async (error) => {
        const fault = await diagnosed(this.connection, error, this.options.topic);
        if (!signal.aborted) this.options.onFault(fault);
      },
    });
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Those at the start, also for a consumer that takes the place of one that failed. */
  async #ends(topic: string, group: string): Promise<readonly GroupPosition[]> {
    this.#atStart ??= await positionsOf(this.#kafka, topic, group);
    return this.#atStart;
  }

  #newConsumer(): Consumer {
    return this.#kafka.consumer({
      groupId: this.options.group,
      sessionTimeout: 10_000, // after a process was killed, its partitions wait as long,
      rebalanceTimeout: 60_000,
      heartbeatInterval: HEARTBEAT_MS,
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: 4 << 20,
      maxBytes: 16 << 20,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3, restartOnFailure: async () => false },
    });
  }

  /** Resolves when reading ends, rejects with the error that ended the consumer. */
  async #consume(consumer: Consumer): Promise<void> {
    const { topic, group, untilEnd } = this.options;
    const ends = await this.#ends(topic, group);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const crashed = crashOf(consumer);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.#assigned = payload.memberAssignment[topic] ?? [];
      this.#emptyFetches = 0;
    });
    consumer.on(consumer.events.FETCH, () => {
      if (this.#handling === 0) this.#emptyFetches += 1;
      this.options.onFault(undefined);
    });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => this.#handle(consumer, payload),
    });
    const over = new AbortController();
    const end = untilEnd ? this.#reached(ends, over.signal) : new Promise<never>(() => undefined);
    await Promise.race([crashed, end, this.#closed()]).finally(() => over.abort());
    if (untilEnd) this.#closing.abort();
  }

  async #handle(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload;
    this.#handling += 1;
    this.#emptyFetches = 0;
    try {
      for (const portion of portionsOf(batch.messages, this.options.portion)) {
        if (this.#closing.signal.aborted || !isRunning() || isStale()) return;
        const records = portion.map((message) => recordOf(batch.topic, batch.partition, message));
        if (!(await this.#taken(records, heartbeat))) return;
        const last = portion.at(-1)?.offset ?? '0';
        const isAll = last === batch.messages.at(-1)?.offset;
        const next = BigInt(isAll ? batch.lastOffset() : last) + 1n;
        await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset: String(next) }]);
        resolveOffset(last);
        const behind = BigInt(batch.highWatermark) - next;
        this.options.onCommitted(batch.partition, behind < 0n ? 0n : behind);
      }
    } finally {
      this.#handling -= 1;
    }
  }

  /**
   * Hands records over, and meanwhile says to the group that this member is alive. False when reading ends.
   *
   * @throws the error of kafkajs with which the group was lost: kafkajs joins it again
   */
  async #taken(records: readonly GroupRecord[], heartbeat: () => Promise<void>): Promise<boolean> {
    const lost = new AbortController();
    const timer = setInterval(() => {
      heartbeat().catch((error: unknown) => lost.abort(error));
    }, HEARTBEAT_MS);
    try {
      // When the group is lost meanwhile and all was done all the same, the commit decides.
      await this.options.onRecords(records, AbortSignal.any([lost.signal, this.#closing.signal]));
      return true;
    } catch (error) {
      if (lost.signal.aborted) throw lost.signal.reason;
      if (!this.#closing.signal.aborted) this.#failure = { error };
      this.#closing.abort();
      return false;
    } finally {
      clearInterval(timer);
    }
  }

  /** Resolves when the group has committed everything up to these offsets. */
  async #reached(ends: readonly GroupPosition[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(END_POLL_MS, undefined, { signal }).catch(() => undefined);
      const now = await positionsOf(this.#kafka, this.options.topic, this.options.group).catch(() => undefined);
      const isDone = ({ partition, low, high }: GroupPosition) => {
        const at = now?.find((one) => one.partition === partition)?.committed ?? low;
        return at >= high || (this.#assigned.includes(partition) && this.#emptyFetches >= EMPTY_FETCHES);
      };
      if (now !== undefined && ends.every(isDone)) return;
    }
  }

  #closed(): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
}

function* portionsOf<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

function recordOf(
  topic: string,
  partition: number,
  { offset, key, value, timestamp, headers }: EachBatchPayload['batch']['messages'][number],
): GroupRecord {
  const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)] as const);
  return {
    ...{ topic, partition, offset: BigInt(offset), writtenAt: Number(timestamp) },
    key: key ?? undefined,
    value: value ?? undefined,
    headers: Object.fromEntries(texts),
  };
}
