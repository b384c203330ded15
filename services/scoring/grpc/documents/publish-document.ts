import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Document, PublishDocumentRequest } from '#libs/contracts/cx/documents/v1/documents.js';
import { CxError } from '#libs/domain/error.js';
import { unary } from '#libs/grpc/unary.js';
import { publishDocument as publish, validatePublication } from '../../documents/publish.js';
import { countingRefusals, type PublishingCalls, requireReason } from './calls-of-publishing.js';
import { kindIn } from './document-names.js';
import { documentToProto } from './mapping.js';

/**
 * Publishes what another person has proposed, under the name that the call proves.
 *
 * @param onPublished  called after a version was stored, before the answer
 */
export function publishDocument(
  calls: PublishingCalls,
  onPublished: () => Promise<unknown>,
): handleUnaryCall<PublishDocumentRequest, Document> {
  const { publishing, clock, metrics } = calls;
  return unary(async ({ parent, validateOnly, beside, ...request }, context) => {
    const kind = kindIn(parent, 'parent');
    requireReason(request);
    const publishedBy = context.caller.name;
    requireSamePublisher(request.publishedBy, publishedBy);
    const publication = { ...request, kind, publishedBy };
    if (validateOnly) {
      context.audited({ after: { validateOnly } });
      const others = beside.map((one) => ({ kind: kindIn(one.parent, 'beside.parent'), text: one.text }));
      return documentToProto(await validatePublication(publishing, publication, clock.now(), others));
    }
    return countingRefusals(calls, kind, async () => {
      const version = await publish(publishing, publication, clock.now());
      await onPublished();
      metrics.documentsTotal.inc({ kind, result: 'published', reason: '' });
      const { sha256, firstDay, proposal } = documentToProto(version);
      context.audited({ after: { version: version.version, sha256, firstDay, proposal } });
      return documentToProto(version);
    });
  });
}

function requireSamePublisher(named: string, proven: string): void {
  if (named === '' || named === proven) return;
  throw new CxError('PUBLISHER_DIFFERS', `the caller is ${proven}; leave published_by empty`, {
    field: 'published_by',
  });
}
