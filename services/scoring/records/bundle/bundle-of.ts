import { canonicalJson } from '#libs/domain/canonical-json.js';
import { type PublicKey, publicKeyFile } from '#libs/signing/public-keys.js';
import type { FileSignature } from '#libs/signing/signature.js';
import { canonicalDocument, type DecidingDocument } from '../documents.js';
import { sha256Of } from '../record-hash.js';
import { type HashedRecord, rootBytes } from '../record-root.js';
import type { ChainLink } from '../store.js';
import { type FilePiece, framed } from './bundle-files.js';

/** Everything that a bundle is written from. */
export interface BundleSource {
  /** periods/2018-08/snapshots/2 */
  readonly snapshot: string;
  /** Canonical bytes of the snapshot, and of the version that it supersedes. */
  readonly content: Buffer;
  readonly superseded: Buffer | undefined;
  /** In the order of the snapshot. */
  readonly records: readonly HashedRecord[];
  /** The chain of each department through its record. */
  readonly chains: ReadonlyMap<string, readonly ChainLink[]>;
  readonly documents: readonly Pick<DecidingDocument, 'kind' | 'version' | 'text'>[];
  /** Of the canonical dump. */
  readonly countLines: readonly string[];
  readonly signatures: readonly FileSignature[];
  readonly keys: readonly PublicKey[];
  /** Shard by shard, without a word when batches are left out. */
  readonly batches: readonly ShardBatches[];
}

export interface ShardBatches {
  readonly source: string;
  readonly shard: number;
  readonly batches: AsyncIterable<{ readonly epoch: number; readonly bytes: Buffer }>;
}

const CHUNK_BYTES = 256 * 1024;

/** The files of a bundle, piece by piece, without its manifest. The same source gives the same bytes. */
export async function* piecesOf(source: BundleSource): AsyncIterable<FilePiece> {
  const { snapshot, content, superseded, records, chains, documents, countLines, signatures, keys } = source;
  yield* inPieces('snapshot.json', content);
  if (superseded !== undefined) yield* inPieces('superseded.json', superseded);
  for (const { department, bytes } of records) {
    yield* inPieces(`records/${department}.json`, bytes);
    yield* inPieces(`chains/${department}.json`, chainBytes(department, chains.get(department) ?? []));
  }
  yield* inPieces('root.json', rootBytes(snapshot, sha256Of(content), records));
  yield* inPieces('signatures.json', signatureFile(signatures));
  yield* inPieces('keys.json', publicKeyFile(keys));
  yield* inPieces('counts.jsonl', Buffer.from(countLines.map((line) => `${line}\n`).join('')));
  for (const { kind, version, text } of documents) {
    yield* inPieces(`documents/${kind}-${version}.yaml`, Buffer.from(text));
    yield* inPieces(`documents/${kind}-${version}.json`, canonicalDocument(kind, text));
  }
  for (const shard of source.batches) yield* batchPieces(shard);
}

export function signatureFile(signatures: readonly FileSignature[]): Buffer {
  const rows = signatures.map(({ keyId, purpose, sha256, signedAt, signature }) => {
    return { keyId, purpose, sha256, signedAt, signature };
  });
  return Buffer.from(canonicalJson({ signatures: rows }));
}

export function chainBytes(department: string, links: readonly ChainLink[]): Buffer {
  const rows = links.map(({ position, snapshot, id, chainSha256 }) => ({
    position,
    snapshot,
    recordId: id,
    chainSha256,
  }));
  return Buffer.from(canonicalJson({ department, links: rows }));
}

/** Whole batches, gathered to pieces of some size. */
async function* batchPieces({ source, shard, batches }: ShardBatches): AsyncIterable<FilePiece> {
  let path = '';
  let gathered: Buffer[] = [];
  let size = 0;
  for await (const { epoch, bytes } of batches) {
    const next = `batches/${source}-${shard}-${epoch}.bin`;
    if (size > 0 && (next !== path || size >= CHUNK_BYTES)) {
      yield { path, chunk: Buffer.concat(gathered) };
      [gathered, size] = [[], 0];
    }
    path = next;
    gathered.push(framed(bytes));
    size += bytes.length + 4;
  }
  if (size > 0) yield { path, chunk: Buffer.concat(gathered) };
}

function* inPieces(path: string, file: Buffer): Iterable<FilePiece> {
  for (let at = 0; at === 0 || at < file.length; at += CHUNK_BYTES)
    yield { path, chunk: file.subarray(at, at + CHUNK_BYTES) };
}
