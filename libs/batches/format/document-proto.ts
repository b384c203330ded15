import type { PublishedDocument as DocumentMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import { type PublishedDocument, TRAVELLING_KINDS } from '#libs/documents/published-document.js';
import { isDay } from '#libs/domain/time.js';

export function documentToProto({ publishedAt, ...document }: PublishedDocument): DocumentMessage {
  return { ...document, publishedAt: new Date(publishedAt) };
}

/**
 * A document from its message; undefined if this version does not know its kind, or a required field is missing. Its text was
 * checked before it was published, so a department does not judge it a second time.
 */
export function documentFromProto(message: DocumentMessage): PublishedDocument | undefined {
  const { position, version, firstDay, boundAfterStart, text, sha256, publishedAt } = message;
  const kind = TRAVELLING_KINDS.find((one) => one === message.kind);
  if (kind === undefined || publishedAt === undefined || !isDay(firstDay)) return undefined;
  if (position < 1 || version < 1 || sha256.length !== 32) return undefined;
  const own = { position, kind, version, firstDay, boundAfterStart, text };
  return { ...own, sha256: Buffer.from(sha256), publishedAt: publishedAt.getTime() };
}
