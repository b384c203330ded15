import type { ShardId } from '../format/topics.js';
import type { Place } from '../reader/receiver-store.js';

/** A shard of this source. */
export type OwnShard = Pick<ShardId, 'carries' | 'shard'>;

/** The row of a locked shard. */
export interface LockedShard {
  readonly epoch: number;
  /** Number of the next batch, from 1. */
  readonly nextNumber: bigint;
  /** Hash of the newest batch; 32 zero bytes before the first. */
  readonly headSha256: Buffer;
  /** The batch that this epoch continues; epoch 0: none. */
  readonly continues: Place;
  /** When the newest batch was sealed. */
  readonly sealedAt: Date;
  /** Hash of the feed progress and waiting counts that were sealed last; zero bytes in a new epoch. */
  readonly stateSha256: Buffer;
  /** Whether the database server was started since the shard was sealed last. */
  readonly isNewIncarnation: boolean;
  /** The database's clock after the lock was taken. */
  readonly now: Date;
}

/** What one transaction judged, not sealed yet. */
export interface OutboxRow {
  readonly id: bigint;
  /** cx.batches.v1.Observations or Milestones. */
  readonly content: Buffer;
}

export interface NewBatch extends Place {
  readonly sha256: Buffer;
  readonly sealedAt: Date;
  /** Transactions whose last part is in this batch, for receipts. */
  readonly outboxIds: readonly bigint[];
  readonly bytes: Buffer;
}

export interface StoredBatch extends Place {
  readonly bytes: Buffer;
}

/** The head of a shard of this source. */
export interface Head extends OwnShard {
  readonly epoch: number;
  readonly newestNumber: bigint;
  /** The oldest stored number of this epoch; 0: none. */
  readonly oldestNumber: bigint;
  readonly newestSha256: Buffer;
  readonly publishedNumber: bigint;
  /** The smallest number that any reader has acknowledged in this epoch; 0 before the first acknowledgement. */
  readonly acknowledgedNumber: bigint;
}

/**
 * Retention: how long a batch is kept after every reader acknowledged it. Longer than the age of any backup that would be restored.
 */
export const KEPT_MS = 35 * 86_400_000;

/** What a source stores of its batches. Methods with the same `tx` store together or not at all. */
export interface SourceStore<Tx> {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Creates a shard that does not exist. The first shards get epoch 1, later ones an epoch from the clock.
   *
   * @param wasLost  the operator declares that this database replaces a lost one, so its first shards may have existed before
   */
  createShard(tx: Tx, shard: OwnShard, wasLost: boolean): Promise<void>;
  /** Locks a shard until the transaction ends; undefined if the shard does not exist. */
  lockShard(tx: Tx, shard: OwnShard): Promise<LockedShard | undefined>;
  /** Begins a new epoch of a locked shard, numbered by the clock. An epoch in which nothing was sealed is skipped. */
  beginEpoch(tx: Tx, shard: OwnShard): Promise<void>;
  /** Outbox rows of committed transactions, oldest ids first. */
  takeOutbox(tx: Tx, shard: OwnShard, limit: number): Promise<OutboxRow[]>;
  removeOutbox(tx: Tx, shard: OwnShard, ids: readonly bigint[]): Promise<void>;
  /** @throws if the number exists already */
  addBatch(tx: Tx, shard: OwnShard, batch: NewBatch): Promise<void>;
  /** Moves a locked shard past the batches that were added. */
  moveShard(
    tx: Tx,
    shard: OwnShard,
    to: Pick<LockedShard, 'nextNumber' | 'headSha256' | 'sealedAt' | 'stateSha256'>,
  ): Promise<void>;
  /** Batches beyond the published mark, in order; those left over from an earlier epoch come first. */
  unpublished(shard: OwnShard, limit: number): Promise<StoredBatch[]>;
  /** Moves the published mark forward, never back. */
  markPublished(shard: OwnShard, through: Place): Promise<void>;
  heads(): Promise<Head[]>;
  /** The oldest stored number of an epoch; null: it has none yet; undefined: there never was such an epoch. */
  oldest(shard: OwnShard, epoch: number): Promise<bigint | null | undefined>;
  /** Batches of one epoch from a number on, in order. */
  find(shard: OwnShard, from: Place, limit: number): Promise<Omit<StoredBatch, 'epoch'>[]>;
  /** Undefined if the batch is not stored. */
  hashOf(shard: OwnShard, place: Place): Promise<Buffer | undefined>;
  /** Stores how far a reader has durably applied a shard; within an epoch it only moves forward. */
  acknowledge(shard: OwnShard, subscriber: string, through: Place): Promise<void>;
  /**
   * Notes how far all readers are, and deletes the batches that all of them acknowledged at least the retention time ago. Returns
   * how many were deleted. A reader that is restored from a younger backup finds every batch it needs, even if it was late before.
   */
  retain(keptMs: number): Promise<number>;
}
