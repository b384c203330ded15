import type { Source } from '#libs/domain/observation.js';

/** What a shard carries: judged cases for scoring, or milestones for departments. The two are numbered separately. */
export type Carries = 'observations' | 'milestones';

/** A shard is a numbered sequence of batches of one source. Its Kafka partition is its number minus one. */
export interface ShardId {
  readonly source: Source;
  readonly carries: Carries;
  /** From 1. */
  readonly shard: number;
}

/** cx.observations.delivery.v1 */
export function topicOf(shard: Pick<ShardId, 'source' | 'carries'>): string {
  return `cx.${shard.carries}.${shard.source}.v1`;
}

export function partitionOf(shard: ShardId): number {
  return shard.shard - 1;
}
