import type { handleUnaryCall } from '@grpc/grpc-js';
import type { ListProposalsRequest, ListProposalsResponse } from '#libs/contracts/cx/documents/v1/documents.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import { listProposals as list } from '../../documents/proposals.js';
import { versionPage } from '../version-page.js';
import { kindIn } from './document-names.js';
import { proposalToProto } from './mapping.js';

const ALL_KINDS = 'documents/-';

/** Lists what may still be published, of one kind or of all. */
export function listProposals(database: Database): handleUnaryCall<ListProposalsRequest, ListProposalsResponse> {
  return unary(async (query) => {
    const kind = query.parent === ALL_KINDS ? undefined : kindIn(query.parent, 'parent');
    const open = (below: number, limit: number) => list(database, { kind, below, limit, states: ['OPEN'] });
    const { versions, nextPageToken } = await versionPage(query, open, ({ number }) => number);
    return { proposals: versions.map((one) => ({ ...proposalToProto(one), text: '' })), nextPageToken };
  });
}
