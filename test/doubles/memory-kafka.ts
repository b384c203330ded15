import {
  type Following,
  type FollowOptions,
  type IncomingRecord,
  type KafkaClient,
  MAX_RECORD_BYTES,
  type OutgoingRecord,
  type TopicSpec,
} from '#libs/kafka/kafka-client.js';
import { TransportError } from '#libs/kafka/transport-error.js';

const RETRY_MS = 5;

/** The Kafka port in memory, for tests. It can lose its brokers and its log, which a real Kafka does only in an accident. */
export class MemoryKafka implements KafkaClient {
  readonly #partitions = new Map<string, IncomingRecord[]>();
  readonly #topics = new Map<string, TopicSpec>();
  readonly #followers = new Set<MemoryFollower>();
  #reachable = true;

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    this.#check();
    for (const spec of topics) {
      const partitions = Math.max(spec.partitions, this.#topics.get(spec.topic)?.partitions ?? 0);
      this.#topics.set(spec.topic, { ...spec, partitions });
    }
  }

  async append(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void> {
    this.#check();
    const size = this.#topics.get(topic)?.partitions ?? 0;
    if (partition >= size) throw new Error(`there is no partition ${topic}/${partition}`);
    if (records.some(({ value }) => (value?.length ?? 0) > MAX_RECORD_BYTES)) throw new Error('a record is too large');
    const log = this.partition(topic, partition);
    for (const { value, headers } of records) {
      log.push({ offset: BigInt(log.length), value: value ?? new Uint8Array(), headers: { ...headers } });
    }
    for (const follower of this.#followers) follower.wake();
  }

  async follow(options: FollowOptions): Promise<Following> {
    for (const { topic, partition } of options.from) {
      const size = this.#topics.get(topic)?.partitions ?? 0;
      this.#topics.set(topic, { topic, partitions: Math.max(size, partition + 1) });
    }
    const follower = new MemoryFollower(this, options, () => this.#followers.delete(follower));
    this.#followers.add(follower);
    follower.connectionChanged(this.#reachable);
    return follower;
  }

  async isReachable(): Promise<boolean> {
    return this.#reachable;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#followers].map((follower) => follower.close()));
  }

  /** The records of one partition; changing the array changes the partition. */
  partition(topic: string, partition: number): IncomingRecord[] {
    const place = `${topic}/${partition}`;
    const log = this.#partitions.get(place) ?? [];
    this.#partitions.set(place, log);
    return log;
  }

  get reachable(): boolean {
    return this.#reachable;
  }

  /** Makes the brokers unreachable, or reachable again. */
  setReachable(reachable: boolean): void {
    this.#reachable = reachable;
    for (const follower of this.#followers) follower.connectionChanged(reachable);
  }

  /** Loses all records, as after a disaster; offsets start at 0 again. */
  loseEverything(): void {
    this.#partitions.clear();
    for (const follower of this.#followers) follower.wake();
  }

  #check(): void {
    if (!this.#reachable) throw unreachable();
  }
}

function unreachable(): TransportError {
  return new TransportError('BROKER_UNREACHABLE', 'no broker answers', undefined);
}

class MemoryFollower implements Following {
  #closed = false;
  readonly #loops: readonly Promise<void>[];
  #sleepers: (() => void)[] = [];

  constructor(
    private readonly log: MemoryKafka,
    private readonly options: FollowOptions,
    private readonly onClosed: () => void,
  ) {
    this.#loops = options.from.map(({ topic, partition, offset }) => this.#loop(topic, partition, offset ?? 0n));
  }

  wake(): void {
    const sleepers = this.#sleepers;
    this.#sleepers = [];
    for (const wakeUp of sleepers) wakeUp();
  }

  connectionChanged(connected: boolean): void {
    this.options.onFault?.(connected ? undefined : unreachable());
    this.wake();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.wake();
    await Promise.all(this.#loops);
    this.onClosed();
  }

  async #loop(topic: string, partition: number, from: bigint): Promise<void> {
    let next = from;
    while (!this.#closed) {
      const records = this.log.partition(topic, partition);
      if (next > BigInt(records.length)) next = 0n; // the log was lost
      const fresh = this.log.reachable ? records.slice(Number(next)) : [];
      if (fresh.length === 0) {
        await new Promise<void>((wakeUp) => this.#sleepers.push(wakeUp));
        continue;
      }
      try {
        await this.options.onRecords(topic, partition, fresh);
        next += BigInt(fresh.length);
      } catch {
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  }
}
