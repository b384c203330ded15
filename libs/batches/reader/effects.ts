import type { Transaction } from '#libs/postgres/database.js';
import type { OpenedBatch } from '../format/sealed-batch.js';
import type { ShardId } from '../format/topics.js';
import type { QuarantineEntry } from './arrival.js';
import type { EndedEpoch } from './plan.js';
import type { Head } from './progress.js';

/** A shard as its reader stores it. */
export interface Subscription extends ShardId {
  readonly shardId: number;
}

/** Where effects are stored, and what is known while they are. */
export interface Applying<Tx> {
  readonly tx: Tx;
  readonly subscription: Subscription;
  /** How far the subscription is applied once these are. */
  readonly head: Head;
  /** In which life of the database; when it is another than before, nothing that was remembered of it holds. */
  readonly home: string;
}

/** What a reader does with batches; all of it in the transaction that moves the progress. */
export interface Effects<Tx = Transaction> {
  /** Counts or takes in what is new, each batch once in its life. */
  readonly apply: (applying: Applying<Tx>, batches: readonly OpenedBatch[]) => Promise<void>;
  /**
   * Of epochs that are over exactly the batches through a number happened. What lies beyond is taken back; what was taken back
   * before and lies within counts again, for a line of epochs may turn out otherwise. All of them together, because what one
   * epoch loses another may have told as well.
   */
  readonly endEpochs?: (applying: Applying<Tx>, ended: readonly EndedEpoch[]) => Promise<void>;
  /** After COMMIT: caches may grow now. */
  readonly committed?: (subscription: Subscription, batches: readonly OpenedBatch[]) => void;
}

/** What happened while receiving, for metrics and logs. */
export interface ReceiverEvents {
  readonly onApplied?: (subscription: Subscription, batches: readonly OpenedBatch[], repeats: number) => void;
  readonly onFenceLost?: (subscription: Subscription) => void;
  readonly onQuarantined?: (subscription: Subscription, aside: QuarantineEntry) => void;
}
