import type { Publication } from '#services/scoring/documents/next-version.js';
import { proposeDocument } from '#services/scoring/documents/propose.js';
import { type Publishing, publishDocument } from '#services/scoring/documents/publish.js';
import type { DocumentVersion } from '#services/scoring/documents/store.js';

/** Publishes a document as two people, past the server. */
export async function publishDirectly(
  publishing: Publishing,
  publication: Publication,
  now: number,
): Promise<DocumentVersion> {
  const reason = 'a test';
  await proposeDocument(publishing, { ...publication, reason, proposedBy: 'ann', beside: [] }, now);
  return publishDocument(publishing, { ...publication, reason, publishedBy: 'ben' }, now);
}
