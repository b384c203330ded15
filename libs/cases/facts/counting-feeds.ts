import type { FeedRules } from '#libs/rules/permitted-feeds.js';
import { type FeedProgress, NEVER } from './watermarks.js';

/**
 * The feeds that a department waits for, in order of name. Without a document these are the feeds that have ever reported. With a document
 * they are those that it permits: one that has not reported yet holds up every case, and one that it does not permit any more holds up none.
 *
 * @param reporting  the feeds that have reported or declared something
 */
export function countingFeeds(reporting: readonly FeedProgress[], rules: FeedRules | undefined): FeedProgress[] {
  if (rules === undefined) return [...reporting];
  return [...rules.permitted]
    .map(
      ([feed, { origin = 'REPORTED' }]): FeedProgress =>
        reporting.find((one) => one.feed === feed) ?? { feed, origin, completeThrough: NEVER },
    )
    .sort((a, b) => (a.feed < b.feed ? -1 : 1));
}
