import type { Cell } from '#libs/domain/observation.js';
import type { Part } from '#libs/domain/part.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** What one definition of a metric found of a case or of a part of it. There is at most one for each unit. */
export interface Verdict extends Cell {
  readonly part: Part;
  /** 1 and 0, or 0 and 1; of tallies a quantity. */
  readonly hits: number;
  readonly misses: number;
  /** Why it was given: "shop/4711" for a feed's fact, "ordering/promised", "sweep", or FEED_SILENT. */
  readonly cause: string;
}

/** A verdict that the store holds and that is not retracted, with its odd version. */
export interface CurrentVerdict extends Verdict {
  readonly version: number;
}

/** The cause of a verdict that was given because the department's feed was silent for too long. */
export const FEED_SILENT = 'FEED_SILENT';

/** An evaluation that is not judged yet, or is charged because the feed is silent. */
export interface Due {
  readonly part: Part;
  readonly metric: string;
  readonly definition: number;
  readonly unit: Unit;
  readonly day: Day;
  /** Of an evaluation that stands still: since when. */
  readonly dueAt: Instant;
  readonly state: DueState;
  readonly asKnown: AsKnown;
}

/**
 * MAY_GO_SILENT: live, charged when its feed stays silent. WAITS: imported or generated, never charged. CHARGED: it was. STANDS_STILL: it
 * has no due instant, because its limit stands still; a fact ends that.
 */
export type DueState = 'MAY_GO_SILENT' | 'WAITS' | 'CHARGED' | 'STANDS_STILL';

/**
 * What an evaluation would become if nothing more were reported. MISS: the department would answer for it. MISS_OF_OTHERS: another party
 * would. SAFE: a hit, a quantity, or a case that does not count. NOT_STATED: an older version wrote the row; its case is judged again soon.
 */
export type AsKnown = 'MISS' | 'MISS_OF_OTHERS' | 'SAFE' | 'NOT_STATED';

/** Whether two verdicts are counted alike, whatever their causes. */
export function isSameVerdict(a: Verdict, b: Verdict): boolean {
  return (
    a.part === b.part &&
    a.metric === b.metric &&
    a.unit === b.unit &&
    a.definition === b.definition &&
    a.day === b.day &&
    a.class === b.class &&
    a.reason === b.reason &&
    a.responsible === b.responsible &&
    a.origin === b.origin &&
    a.hits === b.hits &&
    a.misses === b.misses
  );
}
