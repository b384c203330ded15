import type { FeedState } from '#libs/contracts/cx/batches/v1/batches.js';
import type { ListFeedsResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import { ORIGINS } from '#libs/domain/observation.js';
import type { FeedRules } from '#libs/rules/permitted-feeds.js';
import { progressOf, type ReportingFeed } from '../facts/counting-feeds.js';
import type { FeedDefaults } from '../facts/feed-defaults.js';
import type { FeedProgress } from '../facts/watermarks.js';
import { defaultsToProto } from './feed-defaults-mapping.js';

/** What a feed sees of the list: itself. Others see how far every feed of their department has reported. */
export function onlyFeeds(all: ListFeedsResponse, own: ReadonlySet<string>): ListFeedsResponse {
  const isOwn = ({ feed }: { readonly feed: string }) => own.has(feed);
  return {
    ...all,
    feeds: all.feeds.filter(isOwn),
    defaults: all.defaults.filter(isOwn),
    permitted: all.permitted.filter(isOwn),
  };
}

/** The feeds of a department: how far each has reported, what each has declared, and what the document permits. */
export function feedsToProto(
  feeds: readonly ReportingFeed[],
  defaults: readonly FeedDefaults[],
  rules: FeedRules | undefined,
): ListFeedsResponse {
  const permitted = [...(rules?.permitted ?? [])].map(([feed, { facts, lateAfterHours, ...stated }]) => ({
    ...defaultsToProto({ feed, ...stated }),
    facts: [...(facts ?? [])],
    lateAfterHours,
  }));
  return {
    feeds: feeds.map((one) => feedToProto(progressOf(one, rules?.permitted.get(one.feed)))),
    defaults: defaults.map(defaultsToProto),
    feedsVersion: rules?.version ?? 0,
    permitted: permitted.sort((a, b) => (a.feed < b.feed ? -1 : 1)),
  };
}

/** A feed; complete_through is unset when it never declared anything. */
function feedToProto({ feed, completeThrough, origin }: FeedProgress): FeedState {
  const known = Number.isFinite(completeThrough) ? new Date(completeThrough) : undefined;
  return { feed, completeThrough: known, origin: ORIGINS.numberOf(origin) };
}
