import type { Source } from '#libs/domain/observation.js';

/** Who seals batches: every source of observations, and scoring the documents of the company. */
export type Sender = Source | 'scoring';

/**
 * What a shard carries: judged cases for scoring, milestones for the departments downstream, or documents of the company for every
 * department. Each is numbered separately.
 */
export const CARRIES = ['observations', 'milestones', 'documents'] as const;
export type Carries = (typeof CARRIES)[number];

/** Whether a sender seals batches of this content: documents come from scoring and from nowhere else. */
export function isSealedBy(carries: Carries, source: Sender): boolean {
  return (carries === 'documents') === (source === 'scoring');
}

/**
 * The sender of observations or milestones.
 *
 * @throws for scoring, which seals documents only: a shard of another content is a bug
 */
export function sourceOf({ source }: { readonly source: Sender }): Source {
  if (source === 'scoring') throw new Error('scoring seals neither observations nor milestones');
  return source;
}

/** The shard of the company's documents. There is one: their order counts. */
export const DOCUMENT_SHARD = { source: 'scoring', carries: 'documents', shard: 1 } as const satisfies ShardId;

/** A shard is a numbered sequence of batches of one source. Its Kafka partition is its number minus one. */
export interface ShardId {
  readonly source: Sender;
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
