import type { AccessDocument } from '#libs/documents/access/access-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import type { Instant } from '#libs/domain/time.js';
import { timedTurnsOf, turnAt } from './versions.js';

/** The document `access` that holds at an instant; undefined while none does. */
export type AccessAt = (now: Instant) => AccessDocument | undefined;

/**
 * Who may do what, by the documents of a company. A version holds from the beginning of its first day in the zone of the newest company
 * document, or in UTC without one. The newest version that holds decides about calls of today, whatever they ask about.
 *
 * @param documents  without a gap; they were checked before they were published
 */
export function accessOf(documents: readonly PublishedDocument[]): AccessAt {
  const turns = timedTurnsOf<AccessDocument>(documents, 'access');
  return (now) => turnAt(turns, now)?.value;
}
