import { NAME_PATTERN } from '#libs/documents/fields.js';
import { bound, type Caller } from '#libs/domain/access.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { FeedCallers } from '#libs/rules/decide-callers.js';
import type { FeedRules, FeedRulesAt } from '#libs/rules/permitted-feeds.js';

/**
 * The feeds that may report to a department: those that the document `feeds` permits now. While no version of it holds, every client
 * whose name has the form of a feed may report, so that a department takes facts from the first minute on.
 */
export function departmentFeeds(source: Source, rulesAt: FeedRulesAt, now: () => Instant): FeedCallers {
  const permitted = (feed: Caller): Caller => {
    const rules = rulesAt(now());
    if (rules === undefined || rules.permitted.has(feed.name)) return feed;
    const bindings = feed.bindings.filter(({ feeds }) => feeds.length === 0);
    return { ...feed, bindings, lacks: notPermitted(source, feed.name, rules) };
  };
  return {
    permitted,
    rules: () => rulesAt(now()),
    unbound: (name) => {
      if (!NAME_PATTERN.test(name)) return undefined;
      return permitted({ name, kind: 'feed', bindings: [bound('FEED', { feeds: [name] })] });
    },
  };
}

/** Why the document does not let a feed report, and what to do. */
export function notPermitted(source: Source, feed: string, { version, listed, permitted }: FeedRules): string {
  const others = permitted.size === 0 ? '' : ` (it lets ${[...permitted.keys()].join(', ')} report)`;
  const what = listed.has(feed)
    ? `feeds.yaml does not let ${feed} report to ${source}${others}`
    : `feeds.yaml has no feed ${feed}${others}`;
  return `${what}; version ${version} holds today; let one person propose a version that does, with cx company propose, and another one publish it`;
}
