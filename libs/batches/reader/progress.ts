import type { Instant } from '#libs/domain/time.js';
import type { Chain } from './chain.js';
import type { Continues } from './lineage.js';

/**
 * 'forked': two batches claim one number, nothing more is applied until a new epoch begins. 'ended': another epoch continues
 * it, or is newer and does not.
 */
export type ShardState = 'live' | 'forked' | 'ended';

/** What is known of one epoch of a subscription. */
export interface EpochState {
  readonly epoch: number;
  readonly chain: Chain;
  /** How many were applied. */
  readonly batches: bigint;
  /** Of the newest that was applied. */
  readonly sealedAt: Instant | undefined;
  /** On Kafka; stands at the newest epoch. */
  readonly nextOffset: bigint | undefined;
  readonly state: ShardState;
  /** Undefined: its first batch is not here yet, or it is the founding epoch. */
  readonly continues: Continues | undefined;
  /** When its first batch was sealed. */
  readonly begunAt: Instant | undefined;
  /** The last number of it that happened; undefined: all, it is the newest. */
  readonly survivesThrough: bigint | undefined;
}

/** How far one epoch of a subscription is applied. */
export interface EpochProgress extends EpochState {
  readonly appliedAt: Instant;
}

/** A subscription as it was read. */
export interface SubscriptionState {
  /** The fence: moves with every change. */
  readonly version: bigint;
  /** Oldest first. */
  readonly epochs: readonly EpochProgress[];
}

/** How far a subscription is applied: its newest epoch, and the number up to which nothing is missing there or before. */
export interface Head {
  readonly epoch: number;
  /** 0 while something of an epoch before is missing. */
  readonly appliedThrough: bigint;
}

/** @param epochs  oldest first */
export function headOf(epochs: readonly EpochState[]): Head {
  const newest = epochs.at(-1);
  if (newest === undefined) return { epoch: 1, appliedThrough: 0n };
  const isWhole = epochs.every(
    ({ chain, survivesThrough }) => survivesThrough === undefined || chain.appliedThrough >= survivesThrough,
  );
  return { epoch: newest.epoch, appliedThrough: isWhole ? newest.chain.appliedThrough : 0n };
}

/** The hash (hex) of every applied batch that was asked about, by "epoch:number". */
export type KnownHashes = ReadonlyMap<string, string>;
