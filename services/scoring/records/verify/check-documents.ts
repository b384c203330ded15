import { canonicalDocument, type DecidingDocument } from '../documents.js';
import { sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf, mustHaveOnly } from './bundle-folder.js';
import type { ReadRecord } from './claims.js';
import { mustBeSame, mustEqual } from './difference.js';

/**
 * Checks the words and the meaning of every document that a record names.
 *
 * @returns the documents that decided
 * @throws {BundleDiffers}
 */
export function checkDocuments(folder: BundleFolder, records: readonly ReadRecord[]): readonly DecidingDocument[] {
  const [first] = records;
  if (first === undefined) return [];
  const documents = first.claims.documents.map((named): DecidingDocument => {
    const path = pathOf(named);
    const [text, canonical] = [fileOf(folder, `${path}.yaml`), fileOf(folder, `${path}.json`)];
    mustEqual(`${path}.yaml`, 'sha256', named.text_sha256, sha256Of(text));
    mustEqual(`${path}.json`, 'sha256', named.sha256, sha256Of(canonical));
    mustBeSame(`${path}.json`, canonicalDocument(named.kind, text.toString()), canonical);
    return {
      ...{ kind: named.kind, version: named.version, title: '', firstDay: named.first_day, text: text.toString() },
      ...{ boundAfterStart: named.bound_after_start, publishedAt: named.published_at, position: named.position },
      sha256: Buffer.from(named.sha256, 'hex'),
    };
  });
  const paths = documents.flatMap((one) => [`${pathOf(one)}.yaml`, `${pathOf(one)}.json`]);
  mustHaveOnly(folder, 'documents/', new Set(paths));
  return documents;
}

function pathOf({ kind, version }: Pick<DecidingDocument, 'kind' | 'version'>): string {
  return `documents/${kind}-${version}`;
}
