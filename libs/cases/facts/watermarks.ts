import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { Origin, Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';

/** Before every instant: the progress of a feed that has not declared anything. */
export const NEVER: Instant = Number.NEGATIVE_INFINITY;

/** How far one feed of this source has reported: all that happened before `completeThrough`, or NEVER. */
export interface FeedProgress {
  readonly feed: string;
  readonly completeThrough: Instant;
  readonly origin: Origin;
}

/** What decides which evaluations may be judged now. Read once in each transaction. */
export interface Watermarks {
  readonly source: Source;
  readonly now: Instant;
  readonly feeds: readonly FeedProgress[];
  /** How far the milestones of each upstream are taken in and complete. An upstream that has not declared anything is missing or NEVER. */
  readonly upstreams: ReadonlyMap<Source, Instant>;
  /** How long a live feed may stay silent about what was due, in milliseconds. */
  readonly silentAfterMs: number;
}

/**
 * The instant through which a metric may be judged: the least of the clock and of what all feeds of this source and all
 * upstreams that the metric needs have declared. NEVER for a source without feeds.
 */
export function watermarkOf(metric: Pick<MetricDefinition, 'needs'>, watermarks: Watermarks): Instant {
  let least = Math.min(watermarks.now, ownWatermark(watermarks));
  for (const source of metric.needs) {
    if (source !== watermarks.source) least = Math.min(least, watermarks.upstreams.get(source) ?? NEVER);
  }
  return least;
}

/** How far all feeds of this source have reported. */
export function ownWatermark({ feeds }: Watermarks): Instant {
  let least: Instant = feeds.length === 0 ? NEVER : Number.POSITIVE_INFINITY;
  for (const { completeThrough } of feeds) least = Math.min(least, completeThrough);
  return least;
}

/** A live case that was due before this instant and was not reported is charged to the department, so silence does not pay. */
export function silenceLimit(watermarks: Watermarks): Instant {
  return watermarks.now - watermarks.silentAfterMs;
}

/** The least complete feed or upstream that a metric waits for: "delivery/carrier-acme", or "ordering" when an upstream is behind. */
export function waitsFor(metric: Pick<MetricDefinition, 'needs'>, watermarks: Watermarks): string {
  const own =
    watermarks.feeds.length === 0
      ? [[watermarks.source, NEVER] as const]
      : watermarks.feeds.map((feed) => [`${watermarks.source}/${feed.feed}`, feed.completeThrough] as const);
  const all = [...own, ...upstreamsOf(metric, watermarks)];
  return all.reduce((least, one) => (one[1] < least[1] ? one : least))[0];
}

function upstreamsOf(metric: Pick<MetricDefinition, 'needs'>, watermarks: Watermarks): (readonly [string, Instant])[] {
  return metric.needs
    .filter((source) => source !== watermarks.source)
    .map((source) => [source, watermarks.upstreams.get(source) ?? NEVER] as const);
}
