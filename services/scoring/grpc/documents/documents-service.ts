import { type DocumentServiceServer, DocumentServiceService } from '#libs/contracts/cx/documents/v1/documents.js';
import { CxError } from '#libs/domain/error.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { CountsReader } from '../../counts/read.js';
import { findProposal } from '../../documents/proposals.js';
import { findVersion, listVersions } from '../../documents/store.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { versionPage } from '../version-page.js';
import { kindIn, proposalIn, versionIn } from './document-names.js';
import { listProposals } from './list-proposals.js';
import { documentToProto, proposalToProto } from './mapping.js';
import { proposeDocument } from './propose-document.js';
import { publishDocument } from './publish-document.js';
import { shadowRuleset } from './shadow-ruleset.js';
import { suggestRuleset } from './suggest-ruleset.js';

export interface DocumentServiceOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'documentsTotal'>;
  /** Called after a version was stored, before the answer: this process follows it from then on. */
  readonly onPublished: () => Promise<unknown>;
  readonly counts: Pick<CountsReader, 'read'>;
  readonly rulesets: Rulesets;
}

/** DocumentService: takes proposals, publishes them, and returns what the company says about itself. */
export function documentService(options: DocumentServiceOptions): ServedService {
  const { database, clock, metrics, onPublished } = options;
  const publishing = { publishing: { database, factKinds: FACT_KINDS }, clock, metrics };
  const calls: DocumentServiceServer = {
    proposeDocument: proposeDocument(publishing),
    getProposal: unary(async ({ name }) => {
      const { kind, number } = proposalIn(name);
      const found = await findProposal(database, kind, number);
      if (found === undefined) throw new CxError('PROPOSAL_UNKNOWN', `there is no ${name}`, { field: 'name' });
      return proposalToProto(found);
    }),
    listProposals: listProposals(database),
    publishDocument: publishDocument(publishing, onPublished),
    getDocument: unary(async ({ name }) => {
      const { kind, version } = versionIn(name);
      const found = await findVersion(database, kind, version);
      if (found === undefined) throw new CxError('DOCUMENT_UNKNOWN', `there is no ${name}`, { field: 'name' });
      return documentToProto(found);
    }),
    listDocuments: unary(async (query) => {
      const kind = kindIn(query.parent, 'parent');
      const list = (below: number, limit: number) => listVersions(database, kind, below, limit);
      const { versions, nextPageToken } = await versionPage(query, list, ({ version }) => version);
      return { documents: versions.map((version) => ({ ...documentToProto(version), text: '' })), nextPageToken };
    }),
    shadowRuleset: shadowRuleset(options),
    suggestRuleset: suggestRuleset(options),
  };
  return servedService(DocumentServiceService, calls);
}
