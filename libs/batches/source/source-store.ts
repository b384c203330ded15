import type { ShardId } from '../format/topics.js';
import type { Place } from '../reader/receiver-store.js';

/** A shard of this source; whose it is goes without saying. */
export type OwnShard = Pick<ShardId, 'carries' | 'shard'>;

/** A shard as it stands while it is locked. */
export interface LockedShard {
  readonly epoch: number;
  /** Of the next batch, from 1. */
  readonly nextNumber: bigint;
  /** Hash of the newest batch; 32 zero bytes before the first. */
  readonly headSha256: Buffer;
  /** The batch that survived of the epoch before; epoch 0: none did. */
  readonly continues: Place;
  /** When the newest batch was sealed. */
  readonly sealedAt: Date;
  /** Hash of the feeds and the waiting last said; zero bytes in a new epoch. */
  readonly stateSha256: Buffer;
  /** Whether the database was started since this shard was sealed last. */
  readonly isNewIncarnation: boolean;
  /** The database's clock when the lock was got. */
  readonly now: Date;
}

/** What one transaction left to be sealed. */
export interface OutboxRow {
  readonly id: bigint;
  /** cx.batches.v1.Observations or Milestones. */
  readonly content: Buffer;
}

export interface NewBatch extends Place {
  readonly sha256: Buffer;
  readonly sealedAt: Date;
  /** Transactions that end in it, for receipts. */
  readonly outboxIds: readonly bigint[];
  readonly bytes: Buffer;
}

export interface StoredBatch extends Place {
  readonly bytes: Buffer;
}

/** Where a shard of this source stands. */
export interface Head extends OwnShard {
  readonly epoch: number;
  readonly newestNumber: bigint;
  /** The oldest that is kept of this epoch; 0: none. */
  readonly oldestNumber: bigint;
  readonly newestSha256: Buffer;
  readonly publishedNumber: bigint;
  /** The least that any reader has acknowledged in this epoch; 0 before the first. */
  readonly acknowledgedNumber: bigint;
}

/** How long a batch is kept that every reader has: longer than any backup one would restore. */
export const KEPT_MS = 35 * 86_400_000;

/** What a source keeps of its batches. What takes a `tx` is stored together, or not at all. */
export interface SourceStore<Tx> {
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Founds a shard that is not there yet: the first ones with epoch 1, later ones with an epoch of the clock.
   *
   * @param wasLost  this database replaces one that was lost, so its first shards may have been here before as well
   */
  found(tx: Tx, shard: OwnShard, wasLost: boolean): Promise<void>;
  /** Until the transaction ends nobody else gets the lock. undefined: that shard was never opened. */
  lockShard(tx: Tx, shard: OwnShard): Promise<LockedShard | undefined>;
  /** Begins a new epoch of a locked shard, numbered by the clock; one that never sealed anything is stepped over. */
  beginEpoch(tx: Tx, shard: OwnShard): Promise<void>;
  /** What committed transactions left, oldest ids first. */
  takeOutbox(tx: Tx, shard: OwnShard, limit: number): Promise<OutboxRow[]>;
  removeOutbox(tx: Tx, shard: OwnShard, ids: readonly bigint[]): Promise<void>;
  /** @throws when there is a batch of that number */
  addBatch(tx: Tx, shard: OwnShard, batch: NewBatch): Promise<void>;
  /** Moves a locked shard past the batches that were added. */
  moveShard(
    tx: Tx,
    shard: OwnShard,
    to: Pick<LockedShard, 'nextNumber' | 'headSha256' | 'sealedAt' | 'stateSha256'>,
  ): Promise<void>;
  /** Batches beyond the mark of what Kafka has, in order; those that an epoch before has left over first. */
  unpublished(shard: OwnShard, limit: number): Promise<StoredBatch[]>;
  /** Moves the mark, never back. */
  markPublished(shard: OwnShard, through: Place): Promise<void>;
  heads(): Promise<Head[]>;
  /** The oldest number kept of an epoch; null: none yet; undefined: there never was such an epoch. */
  oldest(shard: OwnShard, epoch: number): Promise<bigint | null | undefined>;
  /** Batches of one epoch from a number on, in order. */
  find(shard: OwnShard, from: Place, limit: number): Promise<Omit<StoredBatch, 'epoch'>[]>;
  /** undefined: it is not kept. */
  hashOf(shard: OwnShard, place: Place): Promise<Buffer | undefined>;
  /** Notes how far a reader has durably applied a shard; within an epoch only forward. */
  acknowledge(shard: OwnShard, subscriber: string, through: Place): Promise<void>;
  /**
   * Notes what every reader has, and removes what all of them had so long ago; returns how many batches. A reader that is
   * restored from a backup younger than that finds all it needs, also when it had been late.
   */
  retain(keptMs: number): Promise<number>;
}
