import type { FeedsDocument } from '#libs/documents/feeds/feeds-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { LATE_AFTER_HOURS } from '#libs/domain/late-feed.js';
import type { Origin } from '#libs/domain/observation.js';
import type { Source } from '#libs/domain/source.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import { timedTurnsOf, turnAt } from './versions.js';

/** What one feed may report to a source, and what it need not repeat. */
export interface PermittedFeed {
  /** The kinds of facts that it may report; undefined: every kind. */
  readonly facts: ReadonlySet<string> | undefined;
  /** Of calls that state none; undefined: the document states none. */
  readonly origin: Origin | undefined;
  /** Of facts that state none; undefined: the document states none. */
  readonly zone: Zone | undefined;
  /** How many hours it may declare nothing more before it is late, 1 to 336. */
  readonly lateAfterHours: number;
}

/** What a version of the document `feeds` says about a source. */
export interface FeedRules {
  /** From 1. */
  readonly version: number;
  /** The feeds that may report to the source, by name. It waits for each of them, and for no other feed. */
  readonly permitted: ReadonlyMap<string, PermittedFeed>;
  /** Every feed of the document, whatever department it reports to. */
  readonly listed: ReadonlySet<string>;
}

/** The rules of the document that holds at an instant; undefined while no document holds. */
export type FeedRulesAt = (now: Instant) => FeedRules | undefined;

/**
 * Who may report to a source, by the documents of a company. A version holds from the beginning of its first day in the zone of the newest
 * company document, or in UTC without one.
 *
 * @param documents  without a gap; they were checked before they were published
 */
export function feedRulesOf(documents: readonly PublishedDocument[], source: Source): FeedRulesAt {
  const turns = timedTurnsOf<FeedsDocument>(documents, 'feeds').map(({ begins, version, value }) => ({
    ...{ begins, version },
    value: rulesIn(value, version, source),
  }));
  return (now) => turnAt(turns, now)?.value;
}

function rulesIn({ feeds }: FeedsDocument, version: number, source: Source): FeedRules {
  const permitted = Object.entries(feeds).flatMap(([feed, { reports }]) =>
    reports
      .filter(({ to }) => to === source)
      .map(({ facts, origin, zone, late_after_hours: lateAfterHours = LATE_AFTER_HOURS }) => {
        return [feed, { facts: facts && new Set(facts), origin, zone, lateAfterHours }] as const;
      }),
  );
  return { version, permitted: new Map(permitted), listed: new Set(Object.keys(feeds)) };
}
