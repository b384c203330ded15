import type { Day, Instant } from '#libs/domain/time.js';

/** The kinds of documents that departments decide by. A ruleset stays in scoring: no department judges by it. */
export const TRAVELLING_KINDS = ['company', 'departments', 'metrics', 'feeds', 'access', 'events'] as const;
export type TravellingKind = (typeof TRAVELLING_KINDS)[number];

/** Whether departments judge by documents of this kind, so that they take them. */
export function isTravelling(kind: string): kind is TravellingKind {
  return TRAVELLING_KINDS.some((one) => one === kind);
}

/** One version of a document as it travels to the departments. Who published it and why stays in scoring. */
export interface PublishedDocument {
  /** From 1 without gaps, over all kinds that travel. */
  readonly position: number;
  readonly kind: TravellingKind;
  /** From 1, by kind. */
  readonly version: number;
  /** What it changes begins on this civil day. */
  readonly firstDay: Day;
  /** It was published after that day had begun in the company's zone: what it decides is never payable. */
  readonly boundAfterStart: boolean;
  /** YAML, as it was published. */
  readonly text: string;
  /** Of its meaning, 32 bytes. */
  readonly sha256: Buffer;
  readonly publishedAt: Instant;
}
