import { z } from 'zod';
import { MANIFEST, manifestBytes } from '../bundle/bundle-files.js';
import { sha256Of } from '../record-hash.js';
import { BundleDiffers, mustBeSame, mustEqual, readCanonical } from './difference.js';

/** The files of a bundle, wherever they lie. */
export interface BundleFolder {
  /** With "/" between folders. */
  readonly paths: readonly string[];
  read(path: string): Buffer;
}

const manifest = z.object({
  snapshot: z.string(),
  has_batches: z.boolean(),
  files: z.array(z.object({ path: z.string(), bytes: z.string().regex(/^\d+$/), sha256: z.string() })),
});

export interface CheckedManifest {
  /** periods/2018-08/snapshots/2 */
  readonly snapshot: string;
  readonly hasBatches: boolean;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Checks that the folder holds the files of the manifest, byte by byte, and no others.
 *
 * @throws {BundleDiffers}
 */
export function checkManifest(folder: BundleFolder): CheckedManifest {
  const bytes = fileOf(folder, MANIFEST);
  const read = manifest.safeParse(readCanonical(MANIFEST, bytes));
  if (!read.success) throw unreadable(MANIFEST, read.error);
  const { snapshot, has_batches: hasBatches, files } = read.data;
  const rows = files.map((file) => ({ ...file, bytes: Number(file.bytes) }));
  mustBeSame(MANIFEST, manifestBytes(snapshot, hasBatches, rows), bytes);
  for (const { path, bytes: length, sha256 } of rows) {
    const file = fileOf(folder, path);
    mustEqual(path, 'bytes', length, file.length);
    mustEqual(path, 'sha256', sha256, sha256Of(file));
  }
  const listed = new Set([MANIFEST, ...rows.map(({ path }) => path)]);
  mustHaveOnly(folder, '', listed);
  mustEqual(MANIFEST, 'has_batches', String(rows.some(({ path }) => path.startsWith('batches/'))), String(hasBatches));
  return { snapshot, hasBatches, files: rows.length, bytes: rows.reduce((sum, one) => sum + one.bytes, 0) };
}

/** @throws {BundleDiffers} when the folder has no such file */
export function fileOf(folder: BundleFolder, path: string): Buffer {
  if (folder.paths.includes(path)) return folder.read(path);
  throw new BundleDiffers({ file: path, field: 'file', expected: 'a file', found: 'none' });
}

/** @throws {BundleDiffers} when there is a file below a path that belongs to nothing */
export function mustHaveOnly(folder: BundleFolder, below: string, known: ReadonlySet<string>): void {
  const other = folder.paths.find((path) => path.startsWith(below) && !known.has(path));
  if (other !== undefined) throw new BundleDiffers({ file: other, field: 'file', expected: 'none', found: 'a file' });
}

/** The first field of a file that is missing or has another type than it should have. */
export function unreadable(file: string, { issues: [first] }: z.ZodError): BundleDiffers {
  const field = first?.path.join('.') ?? '';
  return new BundleDiffers({ file, field, expected: 'another value', found: first?.message ?? 'this one' });
}
