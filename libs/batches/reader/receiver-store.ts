import type { ShardId } from '../format/topics.js';
import type { QuarantineEntry } from './arrival.js';
import type { EndedEpoch, Received } from './plan.js';
import type { EpochState, KnownHashes, SubscriptionState } from './progress.js';

/** A number of a shard. */
export interface Place {
  readonly epoch: number;
  readonly number: bigint;
}

/** A batch that was put aside and may be tried again. */
export interface Quarantined extends Place {
  readonly sha256: Buffer;
  readonly bytes: Buffer;
}

/** A chunk that was being tried when the process ended. */
export interface CrashMarker {
  readonly shardId: number;
  /** How many batches were tried together. */
  readonly size: number;
  /** How often a single one has ended the process. */
  readonly deaths: number;
}

/** What a reader of batches keeps. What takes a `tx` is stored together with the effect, or not at all. */
export interface ReceiverStore<Tx> {
  /** The small number of a shard, given once. */
  shardId(shard: ShardId): Promise<number>;
  state(shardId: number): Promise<SubscriptionState>;
  knownHashes(shardId: number, places: readonly Place[]): Promise<KnownHashes>;
  transaction(work: (tx: Tx) => Promise<void>): Promise<void>;
  /**
   * Moves the progress if nobody else has since that version.
   *
   * @returns in which life of the database, a word that is never the same for two; undefined when somebody else was quicker
   */
  move(tx: Tx, shardId: number, version: bigint, changes: readonly EpochState[]): Promise<string | undefined>;
  addReceived(tx: Tx, shardId: number, received: readonly Received[]): Promise<void>;
  quarantine(tx: Tx, shardId: number, aside: QuarantineEntry): Promise<void>;
  endEpoch(tx: Tx, shardId: number, ended: EndedEpoch): Promise<void>;
  /** What is in quarantine under these names has been applied. Returns how many that were. */
  settle(tx: Tx, shardId: number, batches: readonly Omit<Received, 'sealedAt'>[]): Promise<number>;
  quarantined(shardId: number, reasons: readonly QuarantineEntry['reason'][]): Promise<Quarantined[]>;
  trials(): Promise<CrashMarker[]>;
  putCrashMarker(trial: CrashMarker): Promise<void>;
  removeCrashMarker(shardId: number): Promise<void>;
}
