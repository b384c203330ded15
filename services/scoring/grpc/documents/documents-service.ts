import {
  type Document,
  type DocumentServiceServer,
  DocumentServiceService,
} from '#libs/contracts/cx/documents/v1/documents.js';
import { CxError } from '#libs/domain/error.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { CountsReader } from '../../counts/read.js';
import { proposeDocument, publishDocument } from '../../documents/publish.js';
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  type DocumentVersion,
  findVersion,
  listVersions,
} from '../../documents/store.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { versionPage } from '../version-page.js';
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

/** DocumentService: publishes and returns what the company says about itself. */
export function documentService(options: DocumentServiceOptions): ServedService {
  const { database, clock, metrics, onPublished } = options;
  const publishing = { database, factKinds: FACT_KINDS };
  const calls: DocumentServiceServer = {
    publishDocument: unary(async ({ parent, validateOnly, allowAfterFirstDay, beside, ...request }) => {
      const kind = kindIn(parent, 'parent');
      if (request.reason.trim() === '')
        throw new CxError('REASON_MISSING', 'say why, in one sentence', { field: 'reason' });
      const publication = { ...request, kind, allowAfterFirstDay };
      if (validateOnly) {
        const others = beside.map((one) => ({ kind: kindIn(one.parent, 'beside.parent'), text: one.text }));
        return documentToProto(await proposeDocument(publishing, publication, clock.now(), others));
      }
      try {
        const version = await publishDocument(publishing, publication, clock.now());
        await onPublished();
        metrics.documentsTotal.inc({ kind, result: 'published', reason: '' });
        return documentToProto(version);
      } catch (error) {
        if (error instanceof CxError) metrics.documentsTotal.inc({ kind, result: 'refused', reason: error.reason });
        throw error;
      }
    }),
    getDocument: unary(async ({ name }) => {
      const [, parent = '', number = ''] = /^(documents\/[^/]+)\/versions\/(latest|[1-9]\d{0,8})$/.exec(name) ?? [];
      if (parent === '')
        throw new CxError('NAME_INVALID', 'name is written documents/ruleset/versions/1', { field: 'name' });
      const version = number === 'latest' ? undefined : Number(number);
      const found = await findVersion(database, kindIn(parent, 'name'), version);
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
  return servedService(DocumentServiceService, calls, {
    publishDocument: ['publish'],
    getDocument: ['read', 'publish', 'batches'],
    listDocuments: ['read', 'publish', 'batches'],
    shadowRuleset: ['publish'],
    suggestRuleset: ['publish'],
  });
}

function documentToProto({ kind, publishedAt, position, ...version }: DocumentVersion): Document {
  return {
    ...version,
    position: position ?? 0,
    name: `documents/${kind}/versions/${version.version}`,
    publishedAt: new Date(publishedAt),
  };
}

function kindIn(parent: string, field: string): DocumentKind {
  const [, text] = /^documents\/([^/]+)$/.exec(parent) ?? [];
  if (text === undefined) throw new CxError('NAME_INVALID', `${field} is written documents/ruleset`, { field });
  const kind = DOCUMENT_KINDS.find((one) => one === text);
  if (kind !== undefined) return kind;
  throw new CxError('DOCUMENT_KIND_UNKNOWN', `${text} is no kind of document; the kinds are ${DOCUMENT_KINDS}`, {
    field,
  });
}
