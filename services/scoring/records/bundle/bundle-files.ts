import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { CANON_VERSION } from '../record-hash.js';

/** A piece of a file of a bundle. Pieces of one file follow each other. */
export interface FilePiece {
  /** "records/delivery.json" */
  readonly path: string;
  readonly chunk: Buffer;
}

/** A row of the manifest. */
export interface ManifestFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const MANIFEST = 'manifest.json';
export const FORMAT_VERSION = 1;

/** Passes pieces on, and adds the manifest as the last file: each file with its length and SHA-256. */
export async function* withManifest(
  snapshot: string,
  hasBatches: boolean,
  pieces: AsyncIterable<FilePiece>,
): AsyncIterable<FilePiece> {
  const files = new Map<string, { bytes: number; hash: ReturnType<typeof createHash> }>();
  for await (const piece of pieces) {
    const file = files.get(piece.path) ?? { bytes: 0, hash: createHash('sha256') };
    file.bytes += piece.chunk.length;
    file.hash.update(piece.chunk);
    files.set(piece.path, file);
    yield piece;
  }
  const rows = [...files].map(([path, { bytes, hash }]) => ({ path, bytes, sha256: hash.digest('hex') }));
  yield { path: MANIFEST, chunk: manifestBytes(snapshot, hasBatches, rows) };
}

/** The manifest in its one spelling: files in order of their paths. */
export function manifestBytes(snapshot: string, hasBatches: boolean, files: readonly ManifestFile[]): Buffer {
  const inOrder = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const head = { domain: 'cx-index/bonus-bundle', canonVersion: CANON_VERSION, formatVersion: FORMAT_VERSION };
  return Buffer.from(canonicalJson({ ...head, snapshot, hasBatches, files: inOrder }));
}

/** A batch as it stands in a file: its length in four bytes, big end first, and its bytes. */
export function framed(batch: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(batch.length);
  return Buffer.concat([length, batch]);
}

/** The batches in a file. @throws {RangeError} when the file ends within one */
export function* unframed(file: Buffer): Iterable<Buffer> {
  let at = 0;
  while (at < file.length) {
    if (at + 4 > file.length) throw new RangeError(`the file ends within a length at byte ${at}`);
    const end = at + 4 + file.readUInt32BE(at);
    if (end > file.length) throw new RangeError(`the batch at byte ${at} is longer than the file`);
    yield file.subarray(at + 4, end);
    at = end;
  }
}
