import type { ShardId } from '../format/topics.js';
import type { QuarantineEntry } from './arrival.js';
import type { EndedEpoch, Received } from './plan.js';
import type { EpochState, KnownHashes, SubscriptionState } from './progress.js';

/** The position of a batch in its shard. */
export interface Place {
  readonly epoch: number;
  readonly number: bigint;
}

/** A quarantined batch that can be retried. */
export interface Quarantined extends Place {
  readonly sha256: Buffer;
  readonly bytes: Buffer;
}

/** The chunk that was being opened when the process ended. */
export interface CrashMarker {
  readonly shardId: number;
  /** How many batches were opened together. */
  readonly size: number;
  /** How often a single batch has ended the process. */
  readonly deaths: number;
}

/** What a reader of batches stores. A method with a `tx` stores in the same transaction as the effects. */
export interface ReceiverStore<Tx> {
  /** The small number of a shard, assigned once. */
  shardId(shard: ShardId): Promise<number>;
  state(shardId: number): Promise<SubscriptionState>;
  knownHashes(shardId: number, places: readonly Place[]): Promise<KnownHashes>;
  transaction(work: (tx: Tx) => Promise<void>): Promise<void>;
  /**
   * Moves the progress if no other process has moved it since `version` was read.
   *
   * @returns an id of this start of the database server; undefined if another process was faster
   */
  move(tx: Tx, shardId: number, version: bigint, changes: readonly EpochState[]): Promise<string | undefined>;
  addReceived(tx: Tx, shardId: number, received: readonly Received[]): Promise<void>;
  quarantine(tx: Tx, shardId: number, aside: QuarantineEntry): Promise<void>;
  endEpoch(tx: Tx, shardId: number, ended: EndedEpoch): Promise<void>;
  /** Marks these batches as redriven where they are quarantined. Returns how many were. */
  settle(tx: Tx, shardId: number, batches: readonly Omit<Received, 'sealedAt'>[]): Promise<number>;
  quarantined(shardId: number, reasons: readonly QuarantineEntry['reason'][]): Promise<Quarantined[]>;
  trials(): Promise<CrashMarker[]>;
  putCrashMarker(trial: CrashMarker): Promise<void>;
  removeCrashMarker(shardId: number): Promise<void>;
}
