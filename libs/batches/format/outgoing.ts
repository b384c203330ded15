import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { NamedMilestone } from '#libs/domain/milestone.js';
import type { Cell, Origin } from '#libs/domain/observation.js';
import type { Ruling } from '#libs/domain/ruling.js';
import type { EncodedMilestone } from './framed-milestones.js';

/** One recorded or retracted verdict. For metrics that count cases, hits + misses = 1; a tally carries a quantity. */
export interface ObservationChange {
  readonly cell: Cell;
  /** 16 bytes. */
  readonly ref: Buffer;
  readonly kind: 'record' | 'retract';
  readonly hits: number;
  readonly misses: number;
  /** Of a metric that the catalogue does not know: it counts quantities, not cases. */
  readonly isTally?: boolean;
}

/** A milestone as its department publishes it. */
export interface MilestoneOut extends NamedMilestone {
  /** 16 bytes. */
  readonly ref: Buffer;
  /** From 1. */
  readonly revision: number;
  /** True: the event of the previous revision did not happen. */
  readonly withdrawn: boolean;
  readonly origin: Origin;
}

export type Outgoing =
  | { readonly carries: 'observations'; readonly shard: number; readonly observations: readonly ObservationChange[] }
  | { readonly carries: 'milestones'; readonly shard: number; readonly milestones: readonly EncodedMilestone[] }
  | {
      readonly carries: 'documents';
      readonly shard: number;
      readonly documents: readonly PublishedDocument[];
      /** Rulings travel in the shard of the documents. */
      readonly rulings?: readonly Ruling[];
    };
