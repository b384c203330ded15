import type { RulingOutcome } from '#libs/domain/ruling.js';

/** Of the cases of one department, metric and month, this share may be ruled by one reviewer. Two people watch over more. */
export const ALONE_PERCENT = 2n;

/** Cases of one department, metric and month. */
export interface RuledShare {
  readonly cases: bigint;
  /** Of these, other cases that are ruled already; dismissals left out. */
  readonly ruled: bigint;
}

/** Whether a second reviewer is needed: with this decision more than 2 % of the cases would be ruled. A dismissal rules nothing. */
export function needsSecond(outcome: RulingOutcome, { cases, ruled }: RuledShare): boolean {
  return outcome !== 'DISMISSED' && (ruled + 1n) * 100n > cases * ALONE_PERCENT;
}
