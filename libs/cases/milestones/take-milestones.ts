import type { FeedProgress, OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import { sourceOf } from '#libs/batches/format/topics.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Head } from '#libs/batches/reader/progress.js';
import type { Applying, Effects } from '#libs/batches/reader/receive.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { TouchedCase } from '../facts/touched-case.js';
import { NEVER } from '../facts/watermarks.js';
import { endUpstreamEpochs, storeMilestones, storeUpstream } from './store-milestones.js';

/** Judges cases as of now, the same way as a call. */
export type JudgeCases = (tx: Transaction, touched: readonly TouchedCase[], now: Instant) => Promise<unknown>;

export interface TakingMilestones {
  /** How many shards new cases of this department are spread over. */
  readonly shardsInUse: () => number;
  readonly clock: Clock;
  readonly judgeCases: JudgeCases;
  /** The cases that the process remembers, see `Department`. */
  readonly known?: { readonly begin: (tx: Transaction) => Promise<void> } | undefined;
  /** After COMMIT. */
  readonly onTaken: () => void;
}

/** What a department does with batches of another one: it stores their milestones and judges the cases, in one transaction. */
export function takeMilestones({ shardsInUse, clock, judgeCases, known, onTaken }: TakingMilestones): Effects {
  const apply = async ({ tx, subscription, head }: Applying<Transaction>, batches: readonly OpenedBatch[]) => {
    const inOrder = batches.toSorted((a, b) => a.epoch - b.epoch || Number(a.number - b.number));
    const received = inOrder.flatMap(({ epoch, number, milestones }) => {
      const arrivedIn = { shardId: subscription.shardId, epoch, number };
      return milestones.map((milestone) => ({ ...milestone, arrivedIn }));
    });
    const now = clock.now();
    await known?.begin(tx);
    await judgeCases(
      tx,
      await storeMilestones(tx, sourceOf(subscription), received, { now, shards: shardsInUse() }),
      now,
    );
    const through = completeThrough(inOrder, head);
    if (through !== undefined) await storeUpstream(tx, subscription, through);
  };
  // An epoch that ended has declared progress that the next epoch may have lost. The next epoch declares its own in its first batches.
  const endEpochs = async ({ tx, subscription }: Applying<Transaction>, ended: readonly EndedEpoch[]) => {
    await judgeCases(tx, await endUpstreamEpochs(tx, subscription.shardId, ended), clock.now());
    await storeUpstream(tx, subscription, NEVER);
  };
  return { apply, endEpochs, committed: onTaken };
}

/**
 * How far a source has declared that it is complete; undefined when these batches declare nothing new. A declaration after a gap does
 * not count, because milestones before it may be missing. The next drained batch repeats it within a minute.
 */
export function completeThrough(batches: readonly OpenedBatch[], head: Head): Instant | undefined {
  const newest = batches.findLast(
    ({ drained, epoch, number }) => drained && epoch === head.epoch && number <= head.appliedThrough,
  );
  return newest === undefined ? undefined : leastOf(newest.feeds);
}

function leastOf(feeds: readonly FeedProgress[]): Instant {
  return feeds.length === 0 ? NEVER : Math.min(...feeds.map((feed) => feed.completeThrough ?? NEVER));
}
