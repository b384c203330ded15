import { type Document, ProposalState, Proposal as ProtoProposal } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Proposal, ProposalState as State } from '../../documents/proposals.js';
import type { Proposed } from '../../documents/propose.js';
import type { DocumentVersion } from '../../documents/store.js';
import { proposalName, versionName } from './document-names.js';

export function documentToProto({ kind, publishedAt, position, proposal, ...version }: DocumentVersion): Document {
  return {
    ...version,
    position: position ?? 0,
    name: versionName(kind, version.version),
    publishedAt: new Date(publishedAt),
    proposal: proposal === undefined ? '' : proposalName(kind, proposal),
  };
}

const STATES: Readonly<Record<State, ProposalState>> = {
  OPEN: ProposalState.PROPOSAL_STATE_OPEN,
  PUBLISHED: ProposalState.PROPOSAL_STATE_PUBLISHED,
  OUTDATED: ProposalState.PROPOSAL_STATE_OUTDATED,
};

export function proposalToProto(proposal: Proposal): ProtoProposal {
  const { kind, number, baseSha256, publishedVersion, state, proposedAt, ...rest } = proposal;
  return {
    ...rest,
    name: proposalName(kind, number),
    proposedAt: new Date(proposedAt),
    baseSha256: baseSha256 ?? Buffer.alloc(0),
    state: STATES[state],
    published: publishedVersion === undefined ? '' : versionName(kind, publishedVersion),
  };
}

/** The answer to ProposeDocument. Without a name nothing was stored. */
export function proposedToProto(proposed: Proposed): ProtoProposal {
  if (proposed.kind === 'proposed') return proposalToProto(proposed.proposal);
  if (proposed.kind === 'checked') {
    const { kind, ...document } = proposed.document;
    return ProtoProposal.fromPartial({ ...document, baseVersion: document.version - 1 });
  }
  const { version, title, firstDay, boundAfterStart, sha256, kind } = proposed.version;
  const same = { version, title, firstDay, boundAfterStart, sha256, published: versionName(kind, version) };
  return ProtoProposal.fromPartial({ ...same, state: ProposalState.PROPOSAL_STATE_PUBLISHED });
}
