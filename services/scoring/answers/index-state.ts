import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Source } from '#libs/domain/observation.js';
import type { Period } from '#libs/domain/period.js';
import { addDays, endOfDay, type Instant, type Zone } from '#libs/domain/time.js';
import type { FeedRow } from '../counts/read.js';

/** How far an index may be relied on; the numbers are those of IndexState in scoring.proto. */
export const INDEX_STATES = enumWords('index state', {
  OPEN: 1,
  COLLECTING: 2,
  COMPLETE: 3,
  PROVISIONAL: 4,
  CLOSED: 5,
  ADJUSTED: 6,
});
export type IndexState = Word<typeof INDEX_STATES>;

/** Everything that decides the state. */
export interface StateFacts {
  readonly now: Instant;
  /** The last instant at which a case of the period can become due. */
  readonly lastDue: Instant;
  /** Whose reports the department's metrics wait for. */
  readonly sources: readonly Source[];
  readonly feeds: readonly FeedRow[];
  readonly missingBatches: bigint;
  readonly quarantinedBatches: bigint;
  /** How far a version of the period is frozen; undefined without one. */
  readonly frozenAs: 'PROVISIONAL' | 'CLOSED' | 'ADJUSTED' | undefined;
}

/**
 * CLOSED and ADJUSTED once the period is; OPEN while a case can still become due; PROVISIONAL once a snapshot was made; COMPLETE when every feed of every source has
 * reported through the last due instant and no batch is missing or in quarantine; COLLECTING until then.
 */
export function indexState(facts: StateFacts): IndexState {
  const { now, lastDue, sources, feeds, frozenAs } = facts;
  if (frozenAs === 'CLOSED' || frozenAs === 'ADJUSTED') return frozenAs;
  if (now < lastDue) return 'OPEN';
  if (frozenAs !== undefined) return frozenAs;
  if (facts.missingBatches > 0n || facts.quarantinedBatches > 0n) return 'COLLECTING';

  const isReported = (source: Source) => {
    const own = feeds.filter((feed) => feed.source === source);
    // A source without a feed has reported nothing yet.
    return (
      own.length > 0 && own.every(({ completeThrough }) => completeThrough !== undefined && completeThrough >= lastDue)
    );
  };
  return sources.every(isReported) ? 'COMPLETE' : 'COLLECTING';
}

/**
 * When the last case of a period is judged, in the company's zone.
 *
 * @param maturesAfterDays  the longest time from the day of a case to its verdict, over the department's metrics
 */
export function lastDueOf({ lastDay }: Period, maturesAfterDays: number, zone: Zone): Instant {
  return endOfDay(addDays(lastDay, maturesAfterDays), zone);
}
