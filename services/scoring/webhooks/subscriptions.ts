import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { USUAL_ATTEMPTS, type WebhooksDocument } from '#libs/documents/webhooks/webhooks-document.js';
import { dayOf, type Instant, type Zone } from '#libs/domain/time.js';
import type { MessageType } from '#libs/domain/webhook-message.js';
import type { DocumentVersion } from '../documents/store.js';

/** A receiver of messages, by the document that holds. */
export interface Subscription {
  readonly name: string;
  readonly url: URL;
  readonly messages: readonly MessageType[];
  /** The name of its secrets. */
  readonly secret: string;
  readonly mostAttempts: number;
}

type Version = Pick<DocumentVersion, 'kind' | 'firstDay' | 'text'>;

/**
 * The subscriptions that hold at an instant: those of the newest version of `webhooks` whose first day has begun in the zone of the newest company
 * document, or in UTC without one.
 *
 * @param versions  of all kinds, newest first; they were checked before they were published
 */
export function subscriptionsOf(versions: readonly Version[]): (now: Instant) => readonly Subscription[] {
  const company = versions.find(({ kind }) => kind === 'company');
  const zone = company === undefined ? 'UTC' : (parseYaml(company.text).value as { readonly zone: Zone }).zone;
  const all = versions
    .filter(({ kind }) => kind === 'webhooks')
    .map(({ firstDay, text }) => ({ firstDay, subscriptions: subscriptionsIn(text) }));
  return (now) => {
    const today = dayOf(now, zone);
    return all.find(({ firstDay }) => firstDay <= today)?.subscriptions ?? [];
  };
}

function subscriptionsIn(text: string): readonly Subscription[] {
  const { subscriptions } = parseYaml(text).value as WebhooksDocument;
  return Object.entries(subscriptions).map(([name, { url, messages, secret, most_attempts }]) => ({
    ...{ name, url: new URL(url), messages: [...new Set(messages)], secret },
    mostAttempts: most_attempts ?? USUAL_ATTEMPTS,
  }));
}

/** The same of documents that are replaced by others now and then: they are read again when they are. */
export function currentSubscriptions(documents: () => readonly Version[]): (now: Instant) => readonly Subscription[] {
  let versions = documents();
  let at = subscriptionsOf(versions);
  return (now) => {
    const newest = documents();
    if (newest !== versions) at = subscriptionsOf(newest);
    versions = newest;
    return at(now);
  };
}
