import type { Instant } from '#libs/domain/time.js';
import { isBeyond, type PeriodBatch } from '../../counts/cut.js';
import type { ShardCut } from '../../counts/read.js';

/** When an observation arrived, L0 in time to L5 after the long stop. Arrival decides, never a person. */
export const LATE_CLASSES = ['L0', 'L1', 'L2', 'L3', 'L4', 'L5'] as const;
export type LateClass = (typeof LATE_CLASSES)[number];

/** What parts the classes. Each bound but the end of the period is a cut or an instant that anybody finds again in the archive. */
export interface Bounds {
  /** End of the period. */
  readonly endsAt: Instant;
  /** The cut of the first version; undefined without one. */
  readonly firstCut: readonly ShardCut[] | undefined;
  /** The cut of the version at the cut-off; undefined without one. */
  readonly closingCut: readonly ShardCut[] | undefined;
  readonly closedAt: Instant | undefined;
  readonly finalAt: Instant;
}

/**
 * The class of all that a batch brought: L0 before the end of the period, L1 until the first version, L2 until the cut-off, L3 until the close, L4
 * until the long stop, L5 later. What is L3 and later is not in the closed result.
 */
export function lateClassOf(batch: PeriodBatch, bounds: Bounds): LateClass {
  const { endsAt, firstCut, closingCut, closedAt, finalAt } = bounds;
  const isIn = (cut: readonly ShardCut[] | undefined) => cut !== undefined && !isBeyond(batch, cut);
  if (closingCut === undefined || isIn(closingCut)) {
    if (batch.sealedAt < endsAt) return 'L0';
    return firstCut === undefined || isIn(firstCut) ? 'L1' : 'L2';
  }
  if (closedAt === undefined || batch.sealedAt < closedAt) return 'L3';
  return batch.sealedAt < finalAt ? 'L4' : 'L5';
}
