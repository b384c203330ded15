import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { rulesetDocument } from '#libs/documents/ruleset/ruleset-document.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { DocumentVersion } from '../documents/store.js';
import { canonicalBytes } from '../rulesets/ruleset.js';
import type { RecordDocument } from './record.js';
import { sha256Of } from './record-hash.js';

/** A document that decides about a period. Who proposed and published it stays out of records. */
export type DecidingDocument = Pick<
  DocumentVersion,
  'kind' | 'version' | 'title' | 'firstDay' | 'boundAfterStart' | 'publishedAt' | 'position' | 'text' | 'sha256'
>;

/** Kinds of which every version decides: what was declared, which limits hold, and what was published late. `access` names people and `feeds` callers. */
const OF_EVERY_VERSION = ['company', 'departments', 'metrics', 'events'] as const;

/**
 * The documents that decided, in order of kind and version: the ruleset of the period, and all versions of the documents by which its
 * metrics are understood.
 */
export function decidingDocuments<D extends DecidingDocument>(all: readonly D[], rulesetSha256: string): readonly D[] {
  return all
    .filter(({ kind, sha256 }) =>
      kind === 'ruleset' ? sha256.toString('hex') === rulesetSha256 : OF_EVERY_VERSION.some((one) => one === kind),
    )
    .toSorted((a, b) => (a.kind === b.kind ? a.version - b.version : a.kind < b.kind ? -1 : 1));
}

/**
 * The documents that a record names: what was published later did not decide.
 *
 * @param record  its bytes
 * @throws {Error} when one of them is gone
 */
export function documentsNamed<D extends DecidingDocument>(
  all: readonly D[],
  { rulesetSha256 }: { readonly rulesetSha256: string },
  record: Buffer,
): readonly D[] {
  const { documents, snapshot } = JSON.parse(record.toString()) as NamingDocuments;
  const isNamed = ({ kind, version }: D) =>
    documents.some((one) => one.kind === kind && one.version === String(version));
  const found = decidingDocuments(all, rulesetSha256).filter(isNamed);
  if (found.length !== documents.length) throw new Error(`a document of ${snapshot} is gone`);
  return found;
}

interface NamingDocuments {
  readonly snapshot: string;
  readonly documents: readonly { readonly kind: string; readonly version: string }[];
}

/** What a record says of a document. */
export function recordDocument(document: DecidingDocument): RecordDocument {
  const { kind, version, firstDay, boundAfterStart, publishedAt, position, sha256, text } = document;
  return {
    ...{ kind, version, firstDay, boundAfterStart, publishedAt, position },
    sha256: sha256.toString('hex'),
    textSha256: sha256Of(text),
  };
}

/** The bytes whose hash is the identity of a document: its meaning in one spelling. */
export function canonicalDocument(kind: string, text: string): Buffer {
  const { value } = parseYaml(text);
  if (kind === 'ruleset') return canonicalBytes(rulesetDocument.parse(value));
  return Buffer.from(canonicalJson(value as object));
}
