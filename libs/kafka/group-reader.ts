import type { TransportError } from './transport-error.js';

/** A record of a topic that belongs to others: it may have any key, and no value. */
export interface GroupRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: Uint8Array | undefined;
  /** Undefined for a tombstone. */
  readonly value: Uint8Array | undefined;
  /** When it was written, ms since 1970, as its producer or broker says. */
  readonly writtenAt: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface GroupReaderOptions {
  /** It must exist. */
  readonly topic: string;
  /** Readers of one group share the partitions. The group's offsets are kept in Kafka. */
  readonly group: string;
  /** At most so many records are handed over at once. */
  readonly portion: number;
  /** Stops at the offsets that are the newest at the start, once the group has committed all of them. */
  readonly untilEnd: boolean;
  /**
   * Takes records of one partition in their order. When it resolves, their offset is committed. When it rejects, reading ends
   * with that error, and the records come again to the next reader of the group.
   *
   * @param signal  aborted when the reader closes or the partition is lost: what is under way may end without an effect
   */
  readonly onRecords: (records: readonly GroupRecord[], signal: AbortSignal) => Promise<void>;
  /** Called after a commit. @param behind  records of the partition that are not committed yet */
  readonly onCommitted: (partition: number, behind: bigint) => void;
  /** Called with the reason when reading fails, and with undefined when it works again. Reading goes on by itself. */
  readonly onFault: (fault: TransportError | undefined) => void;
}

/** A reader of a consumer group that was started. */
export interface GroupReader {
  /** Resolves when it was closed or has reached the end. Rejects with the error of `onRecords`. */
  readonly ended: Promise<void>;
  /** Stops after the records that are being handled now, and leaves the group. */
  close(): Promise<void>;
}

/** How far a group has read a partition. */
export interface GroupPosition {
  readonly partition: number;
  /** The oldest offset that still exists. */
  readonly low: bigint;
  /** The offset of the next record that will be written. */
  readonly high: bigint;
  /** The offset of the next record to read; undefined when the group has never committed one. */
  readonly committed: bigint | undefined;
}
