import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { FileSignature } from '#libs/signing/signature.js';
import { type BundleFolder, checkManifest } from './bundle-folder.js';
import { checkBatches } from './check-batches.js';
import { checkChains, checkRoot } from './check-chains.js';
import { checkCounts, checkFold } from './check-counts.js';
import { checkDocuments } from './check-documents.js';
import { checkSignatures, type TrustedKey } from './check-signatures.js';
import { type ReadSnapshot, readSnapshot } from './claims.js';
import { approvalOf } from './closed-again.js';
import { computeAgain } from './compute-again.js';

/** One thing that was checked. */
export interface Step {
  readonly name: string;
  /** Not checked: the bundle does not have what is needed for it. */
  readonly isSkipped?: boolean;
  readonly detail: string;
}

/**
 * Proves a bundle step by step, from its files alone. The steps after the first difference are not taken.
 *
 * @param trusted  public keys that the reader got elsewhere
 * @throws {BundleDiffers} the first difference
 */
export function* verifyBundle(folder: BundleFolder, trusted: readonly TrustedKey[] = []): Iterable<Step> {
  const { snapshot: name, hasBatches, files, bytes } = checkManifest(folder);
  yield { name: 'manifest', detail: `${files} files, ${bytes} bytes` };
  const snapshot = readSnapshot(folder, name);
  yield { name: 'records', detail: `${snapshot.records.length} of ${name}` };
  const heads = checkChains(folder, snapshot);
  yield {
    name: 'chain',
    detail: [...heads].map(([department, head]) => `${department} ${head.slice(0, 8)}`).join('  '),
  };
  const root = checkRoot(folder, snapshot, heads);
  yield { name: 'Merkle root', detail: JSON.parse(root.toString()).merkle_root };
  yield signatureStep(checkSignatures(folder, root, trusted), trusted.length > 0, snapshot.content.state);
  const documents = checkDocuments(folder, snapshot.records);
  yield { name: 'documents', detail: documents.map(({ kind, version }) => `${kind} ${version}`).join('  ') };
  const rows = checkCounts(folder, snapshot.records);
  yield { name: 'counts', detail: `${rows.length} counts` };
  const batches = hasBatches ? yield* batchSteps(folder, snapshot, rows) : undefined;
  if (batches === undefined)
    yield { name: 'batches', isSkipped: true, detail: 'the bundle has none: the proof begins at the counts' };
  const waiting = snapshot.records.flatMap(({ claims }) => claims.waiting);
  computeAgain(folder, snapshot, { documents, rows, waiting, batches });
  if (snapshot.content.state !== 'PROVISIONAL') yield { name: 'approval', detail: approvalOf(snapshot.content) };
  yield {
    name: 'index',
    detail: snapshot.content.inputs
      .map(({ department, indexE4 }) => `${department} ${indexE4 ?? 'not measured'}`)
      .join('  '),
  };
}

function* batchSteps(
  folder: BundleFolder,
  { content, records: [first] }: ReadSnapshot,
  rows: ReturnType<typeof checkCounts>,
) {
  const touches = ({ cells }: OpenedBatch) => {
    for (const { cell } of cells) if (content.firstDay <= cell.day && cell.day <= content.lastDay) return true;
    return false;
  };
  const { batches, touching } = checkBatches(folder, first?.claims.cut ?? [], touches);
  yield { name: 'batches', detail: `${batches} batches, chained from the first one to the cut` };
  checkFold(touching, content, rows);
  yield { name: 'fold', detail: `${touching.length} batches of the period make the counts` };
  return touching;
}

function signatureStep(signatures: readonly FileSignature[], isTrusted: boolean, state: string): Step {
  const why =
    state !== 'PROVISIONAL'
      ? 'it is not signed: the installation that made it names no signer, or it was corrected before restated versions were signed'
      : 'it is not signed: a period is signed when it is closed';
  if (signatures.length === 0) return { name: 'signatures', isSkipped: true, detail: why };
  const by = isTrusted
    ? 'a key that you trust'
    : 'a key of the bundle: compare it with one that you got elsewhere (--key)';
  const made = signatures.map(({ keyId, signedAt }) => `${keyId} at ${new Date(signedAt).toISOString()}`).join('  ');
  return { name: 'signatures', detail: `${made}, by ${by}` };
}
