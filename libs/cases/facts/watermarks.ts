import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { Origin, Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';

/** Before everything: how far somebody has reported who never said so. */
export const NEVER: Instant = Number.NEGATIVE_INFINITY;

/** How far one feed of this source has reported: all that happened before `completeThrough`, or NEVER. */
export interface FeedProgress {
  readonly feed: string;
  readonly completeThrough: Instant;
  readonly origin: Origin;
}

/** What decides whether a question may be answered now, read once a transaction. */
export interface Horizons {
  readonly source: Source;
  readonly now: Instant;
  readonly feeds: readonly FeedProgress[];
  /** How far each upstream's milestones are taken in and complete; one that never said so is missing or NEVER. */
  readonly upstreams: ReadonlyMap<Source, Instant>;
  /** How long a live feed may stay silent about what was due, in milliseconds. */
  readonly silentAfterMs: number;
}

/**
 * The instant through which a metric may be judged: by the clock, when all feeds of this source and all upstreams it needs
 * have reported that far. A source without any feed has reported nothing, so NEVER.
 */
export function horizonOf(metric: Pick<MetricDefinition, 'needs'>, horizons: Horizons): Instant {
  return Math.min(horizons.now, ownHorizon(horizons), ...upstreamsOf(metric, horizons).map(([, through]) => through));
}

/** How far all feeds of this source have reported. */
export function ownHorizon({ feeds }: Horizons): Instant {
  return feeds.length === 0 ? NEVER : Math.min(...feeds.map((feed) => feed.completeThrough));
}

/** A live case due before this instant, and not reported on, is charged: nobody escapes by going quiet. */
export function silenceLimit(horizons: Horizons): Instant {
  return horizons.now - horizons.silentAfterMs;
}

/** The least complete of those a metric waits for: "delivery/carrier-acme", or "ordering" when an upstream is behind. */
export function waitsFor(metric: Pick<MetricDefinition, 'needs'>, horizons: Horizons): string {
  const own =
    horizons.feeds.length === 0
      ? [[horizons.source, NEVER] as const]
      : horizons.feeds.map((feed) => [`${horizons.source}/${feed.feed}`, feed.completeThrough] as const);
  const all = [...own, ...upstreamsOf(metric, horizons)];
  return all.reduce((least, one) => (one[1] < least[1] ? one : least))[0];
}

function upstreamsOf(metric: Pick<MetricDefinition, 'needs'>, horizons: Horizons): (readonly [string, Instant])[] {
  return metric.needs
    .filter((source) => source !== horizons.source)
    .map((source) => [source, horizons.upstreams.get(source) ?? NEVER] as const);
}
