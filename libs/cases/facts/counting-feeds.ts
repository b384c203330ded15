import type { Origin } from '#libs/domain/observation.js';
import type { FeedRules, PermittedFeed } from '#libs/rules/permitted-feeds.js';
import { type FeedProgress, NEVER } from './watermarks.js';

/** A feed that has reported or declared something. */
export interface ReportingFeed extends Omit<FeedProgress, 'origin'> {
  /** The worst that it has sent; undefined before its first fact. */
  readonly origin: Origin | undefined;
  /** Of calls that state none, as the feed has declared it; undefined when it has not. */
  readonly defaultOrigin: Origin | undefined;
}

/**
 * The progress of a feed. Before its first fact its origin is that of the facts to come: what the document states, and else what the feed
 * declared. Without either it is taken for a live one, so that its silence is seen.
 */
export function progressOf(
  { feed, completeThrough, origin, defaultOrigin }: ReportingFeed,
  stated: Pick<PermittedFeed, 'origin'> | undefined,
): FeedProgress {
  return { feed, completeThrough, origin: origin ?? stated?.origin ?? defaultOrigin ?? 'REPORTED' };
}

/**
 * The feeds that a department waits for, in order of name. Without a document these are the feeds that have ever reported. With a document
 * they are those that it permits: one that has not reported yet holds up every case, and one that it does not permit any more holds up none.
 *
 * @param reporting  the feeds that have reported or declared something
 */
export function countingFeeds(reporting: readonly ReportingFeed[], rules: FeedRules | undefined): FeedProgress[] {
  if (rules === undefined) return reporting.map((one) => progressOf(one, undefined));
  return [...rules.permitted]
    .map(([feed, stated]) => progressOf(reporting.find((one) => one.feed === feed) ?? silent(feed), stated))
    .sort((a, b) => (a.feed < b.feed ? -1 : 1));
}

function silent(feed: string): ReportingFeed {
  return { feed, completeThrough: NEVER, origin: undefined, defaultOrigin: undefined };
}
