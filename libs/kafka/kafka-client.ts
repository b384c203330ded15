import type { TransportError } from './transport-error.js';

/**
 * What this product needs of Kafka: append records to a partition, and read partitions from an offset on. Who read how far
 * is kept in PostgreSQL beside the effect, never here; so there are no commits in this port.
 */
export interface KafkaClient {
  /**
   * Creates the topics that are missing, and adds partitions to a topic that has fewer. Leaves everything else as it is.
   *
   * @throws {TransportError} when Kafka refuses or does not answer
   */
  ensureTopics(topics: readonly TopicSpec[]): Promise<void>;
  /**
   * Appends in order, acknowledged by all replicas in sync.
   *
   * @throws {TransportError} when some of the records may not have been appended
   */
  append(topic: string, partition: number, records: readonly OutgoingRecord[]): Promise<void>;
  /**
   * Reads these partitions from these offsets on, in order within a partition, until closed. An offset that does not exist
   * any more starts at the oldest that does. `onRecords` is awaited before more of that partition is handed over; when it
   * rejects, the same records come again after a pause.
   */
  follow(options: FollowOptions): Promise<Following>;
  /** Whether brokers answer now, for health. */
  isReachable(): Promise<boolean>;
  close(): Promise<void>;
}

/** The largest value a record may have: brokers take 1 MiB by default, with headers and frame. */
export const MAX_RECORD_BYTES = 1_000_000;

export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  /** Keeps only the newest record of each key. */
  readonly compacted?: boolean;
}

export interface OutgoingRecord {
  readonly key?: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface IncomingRecord {
  readonly offset: bigint;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FollowOptions {
  /** The offset of the first record wanted, per topic and partition; unset: from the oldest. */
  readonly from: readonly { readonly topic: string; readonly partition: number; readonly offset?: bigint }[];
  readonly onRecords: (topic: string, partition: number, records: readonly IncomingRecord[]) => Promise<void>;
  /**
   * Called with the reason at every attempt to read that failed, and with undefined at every one that worked. Following goes
   * on by itself.
   */
  readonly onFault?: (fault: TransportError | undefined) => void;
}

export interface Following {
  /** Stops after the records being handled now. */
  close(): Promise<void>;
}
