import type { Transaction } from '#libs/postgres/database.js';
import type { OpenedBatch } from '../format/sealed-batch.js';
import type { ShardId } from '../format/topics.js';
import type { QuarantineEntry } from './arrival.js';
import type { EndedEpoch } from './plan.js';
import type { Head } from './progress.js';

/** A shard that this reader applies, with the small number under which the reader stores it. */
export interface Subscription extends ShardId {
  readonly shardId: number;
}

/** The transaction in which effects are stored, and the state that will hold when it commits. */
export interface Applying<Tx> {
  readonly tx: Tx;
  readonly subscription: Subscription;
  /** How far the shard is applied after this transaction. */
  readonly head: Head;
  /** Identifies this start of the database server. When it changes, cached database ids are invalid. */
  readonly incarnation: string;
}

/** What a reader does with batches. All of it runs in the transaction that moves the progress. */
export interface Effects<Tx = Transaction> {
  /** Applies new batches. Every batch is passed once, however often it arrives. */
  readonly apply: (applying: Applying<Tx>, batches: readonly OpenedBatch[]) => Promise<void>;
  /**
   * Applies a change of lineage: of each ended epoch exactly the batches up to a number are valid. Effects of later batches are
   * taken back; effects that were taken back before and are valid after all are restored. All ended epochs come in one call,
   * because two of them may contain the same milestone.
   */
  readonly endEpochs?: (applying: Applying<Tx>, ended: readonly EndedEpoch[]) => Promise<void>;
  /** Called after COMMIT, when caches may take over what was applied. */
  readonly committed?: (subscription: Subscription, batches: readonly OpenedBatch[]) => void;
}

/** Events for metrics and logs. */
export interface ReceiverEvents {
  readonly onApplied?: (subscription: Subscription, batches: readonly OpenedBatch[], repeats: number) => void;
  readonly onFenceLost?: (subscription: Subscription) => void;
  readonly onQuarantined?: (subscription: Subscription, aside: QuarantineEntry) => void;
}
