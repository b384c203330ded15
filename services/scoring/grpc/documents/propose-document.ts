import type { handleUnaryCall } from '@grpc/grpc-js';
import type { Proposal, ProposeDocumentRequest } from '#libs/contracts/cx/documents/v1/documents.js';
import { unary } from '#libs/grpc/unary.js';
import { proposeDocument as propose, validateProposal } from '../../documents/propose.js';
import { countingRefusals, type PublishingCalls, requireReason } from './calls-of-publishing.js';
import { kindIn, proposalName } from './document-names.js';
import { proposedToProto } from './mapping.js';

/** Stores what a person proposes, under the name that the call proves. */
export function proposeDocument(calls: PublishingCalls): handleUnaryCall<ProposeDocumentRequest, Proposal> {
  const { publishing, clock, metrics } = calls;
  return unary(async ({ parent, validateOnly, beside, ...request }, context) => {
    const kind = kindIn(parent, 'parent');
    requireReason(request);
    const others = beside.map((one) => ({ kind: kindIn(one.parent, 'beside.parent'), text: one.text }));
    const proposing = { ...request, kind, beside: others, proposedBy: context.caller.name };
    if (validateOnly) {
      context.audited({ after: { validateOnly } });
      return proposedToProto(await validateProposal(publishing, proposing, clock.now()));
    }
    return countingRefusals(calls, kind, async () => {
      const proposed = await propose(publishing, proposing, clock.now());
      metrics.documentsTotal.inc({ kind, result: 'proposed', reason: '' });
      if (proposed.kind === 'proposed') {
        const { number, version, sha256, firstDay } = proposed.proposal;
        context.audited({ after: { proposal: proposalName(kind, number), version, sha256, firstDay } });
      }
      return proposedToProto(proposed);
    });
  });
}
