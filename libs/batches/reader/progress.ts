import type { Instant } from '#libs/domain/time.js';
import type { Chain } from './chain.js';
import type { Continues } from './lineage.js';

/**
 * 'live': batches are applied. 'forked': two batches claim one number, and nothing is applied until a new epoch begins.
 * 'ended': a newer epoch has begun.
 */
export type ShardState = 'live' | 'forked' | 'ended';

/** The state of one epoch of a shard. */
export interface EpochState {
  readonly epoch: number;
  readonly chain: Chain;
  /** Number of applied batches. */
  readonly batches: bigint;
  /** When the newest applied batch was sealed. */
  readonly sealedAt: Instant | undefined;
  /** The Kafka offset to continue from; stored with the newest epoch. */
  readonly nextOffset: bigint | undefined;
  readonly state: ShardState;
  /** Undefined for the first epoch, and until the first batch of the epoch arrives. */
  readonly continues: Continues | undefined;
  /** When its first batch was sealed. */
  readonly begunAt: Instant | undefined;
  /** The last valid number; undefined for the newest epoch, of which all numbers are valid. */
  readonly survivesThrough: bigint | undefined;
}

/** How far one epoch of a shard is applied. */
export interface EpochProgress extends EpochState {
  readonly appliedAt: Instant;
}

/** The stored progress of a shard. */
export interface SubscriptionState {
  /** The fence: moves with every change. */
  readonly version: bigint;
  /** Oldest first. */
  readonly epochs: readonly EpochProgress[];
}

/**
 * How far a shard is applied: its newest epoch, and the number up to which no batch is missing, there or in earlier epochs.
 */
export interface Head {
  readonly epoch: number;
  /** 0 while a batch of an earlier epoch is missing. */
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
