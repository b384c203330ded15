import { NAME_PATTERN } from '#libs/documents/fields.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import type { Caller } from '#libs/grpc/caller.js';
import type { Callers } from '#libs/grpc/named-callers.js';
import type { FeedRules, FeedRulesAt } from '#libs/rules/permitted-feeds.js';

/**
 * Who may call a department: the services and operators of the installation, and the feeds that the document `feeds` permits now. While
 * no such document holds, every caller whose name has the form of a feed may report, so that a department takes facts from the
 * first minute on; the names of services and operators stay theirs.
 *
 * @param others  the services and operators
 */
export function departmentCallers(source: Source, others: Callers, rulesAt: FeedRulesAt, now: () => Instant): Callers {
  const reporting = (name: string, known: Caller | undefined): Caller => ({
    name,
    grants: [...(known?.grants ?? []), `report:${source}`],
  });
  return {
    get: (name) => {
      const known = others.get(name);
      const rules = rulesAt(now());
      if (rules === undefined) return known ?? (NAME_PATTERN.test(name) ? reporting(name, known) : undefined);
      if (rules.permitted.has(name)) return reporting(name, known);
      if (known !== undefined) return known;
      if (rules.listed.has(name)) return { name, grants: [], lacks: notPermitted(source, name, rules) };
      throw new CxError('CALLER_UNKNOWN', notPermitted(source, name, rules));
    },
  };
}

/** Why the document does not let a feed report, and what to do. */
export function notPermitted(source: Source, feed: string, { version, listed, permitted }: FeedRules): string {
  const others = permitted.size === 0 ? '' : ` (it lets ${[...permitted.keys()].join(', ')} report)`;
  const what = listed.has(feed)
    ? `feeds.yaml does not let ${feed} report to ${source}${others}`
    : `feeds.yaml has no feed ${feed}${others}`;
  return `${what}; version ${version} holds today: publish one that does, with cx company publish`;
}
