import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';
import type { FeedRules, PermittedFeed } from '#libs/rules/permitted-feeds.js';
import type { CheckedFact } from '../facts/incoming-fact.js';
import { WITHDRAWAL } from '../facts/stored-fact.js';
import { notPermitted } from './department-callers.js';

/**
 * What a feed may report now; undefined while no document says so. It is asked again for each portion of a stream, which may outlive the
 * document by which it began.
 *
 * @throws {CxError} CALLER_NOT_ALLOWED when the document does not let the feed report to the department
 */
export function permittedFeed(source: Source, feed: string, rules: FeedRules | undefined): PermittedFeed | undefined {
  if (rules === undefined) return undefined;
  const permitted = rules.permitted.get(feed);
  if (permitted === undefined) throw new CxError('CALLER_NOT_ALLOWED', notPermitted(source, feed, rules));
  return permitted;
}

/** The fact, or its refusal when it is of a kind that the feed may not report. A feed may always withdraw what it has reported. */
export function permittedFact(checked: CheckedFact, feed: string, permitted: PermittedFeed | undefined): CheckedFact {
  if (checked.is === 'refused' || permitted?.facts === undefined) return checked;
  const { kind, factId } = checked.fact;
  if (kind === WITHDRAWAL || permitted.facts.has(kind)) return checked;
  const others = [...permitted.facts].join(', ');
  const detail = `feeds.yaml does not let ${feed} report facts of the kind ${kind}; it may report ${others}`;
  return { is: 'refused', refusal: { factId, reason: 'FACT_NOT_PERMITTED', field: 'what', detail } };
}
