import { z } from 'zod';
import { isSource } from '#libs/domain/source.js';
import type { ShardCut } from '../../counts/read.js';
import type { SnapshotContent } from '../../periods/content.js';
import { parseContent } from '../../periods/parse-content.js';
import { recordId, sha256Of } from '../record-hash.js';
import { type BundleFolder, fileOf, mustHaveOnly, unreadable } from './bundle-folder.js';
import { BundleDiffers, mustEqual, readCanonical } from './difference.js';

const FILE = 'snapshot.json';
/** The version before. */
export const SUPERSEDED = 'superseded.json';

const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const cut = z
  .array(
    z.object({
      source: z.string().refine(isSource),
      shard: whole,
      epoch: whole,
      number: z
        .string()
        .regex(/^\d{1,18}$/)
        .transform(BigInt),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  )
  // A bundle knows no numbers of the database: shards are numbered as they stand.
  .transform((rows): ShardCut[] =>
    rows.map((row, place) => ({ ...row, shardId: place + 1, sha256: Buffer.from(row.sha256, 'hex') })),
  );

/** What a record says that the others are computed from; all else in it is computed again and compared. */
const claims = z.object({
  snapshot_sha256: z.string(),
  superseded_sha256: z.string().optional(),
  position: whole,
  previous: z.string().optional(),
  supersedes: z.string().optional(),
  documents: z.array(
    z.object({
      kind: z.enum(['company', 'departments', 'metrics', 'events', 'ruleset']),
      version: whole,
      first_day: z.string(),
      bound_after_start: z.boolean(),
      published_at: whole,
      position: whole.optional(),
      sha256: z.string(),
      text_sha256: z.string(),
    }),
  ),
  engine: z
    .object({ name: z.string(), version: z.string(), source_sha256: z.string().optional() })
    .transform(({ name, version, source_sha256: sourceSha256 }) => ({ name, version, sourceSha256 })),
  waiting: z.array(
    z.object({
      metric: z.string(),
      definition: whole,
      cases: z
        .string()
        .regex(/^\d{1,18}$/)
        .transform(BigInt),
    }),
  ),
  cut,
  earlier_cut: cut.optional(),
  counts_sha256: z.string(),
});

export type RecordClaims = z.infer<typeof claims>;

/** A record of a bundle as it was read. */
export interface ReadRecord {
  readonly department: string;
  readonly path: string;
  readonly bytes: Buffer;
  readonly id: string;
  readonly claims: RecordClaims;
}

export interface ReadSnapshot {
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly content: SnapshotContent;
  readonly records: readonly ReadRecord[];
}

/** Files beside the folders. */
const AT_TOP = new Set([
  ...['manifest.json', 'snapshot.json', SUPERSEDED, 'root.json', 'signatures.json', 'keys.json', 'counts.jsonl'],
]);

/**
 * Reads the snapshot and one record for each of its departments.
 *
 * @throws {BundleDiffers}
 */
export function readSnapshot(folder: BundleFolder, name: string): ReadSnapshot {
  const top = { ...folder, paths: folder.paths.filter((path) => !/^(batches|chains|documents|records)\//.test(path)) };
  mustHaveOnly(top, '', AT_TOP);
  const bytes = fileOf(folder, FILE);
  const sha256 = sha256Of(bytes);
  const read = folder.paths.filter((path) => path.startsWith('records/')).map((path) => readRecord(folder, path));
  for (const { claims } of read) mustEqual(FILE, 'sha256', claims.snapshot_sha256, sha256);
  readCanonical(FILE, bytes);
  const content = contentIn(FILE, bytes);
  mustEqual(FILE, 'period, version', name, `periods/${content.period}/snapshots/${content.version}`);
  const paths = content.inputs.map(({ department }) => `records/${department}.json`);
  mustHaveOnly(folder, 'records/', new Set(paths));
  for (const path of paths) fileOf(folder, path);
  const records = paths.flatMap((path) => read.filter((record) => record.path === path));
  return { name, bytes, sha256, content, records };
}

/** @throws {BundleDiffers} when a file is no content of a version */
export function contentIn(file: string, bytes: Buffer): SnapshotContent {
  try {
    return parseContent(bytes);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new BundleDiffers({ file, field: 'content', expected: 'a snapshot', found });
  }
}

function readRecord(folder: BundleFolder, path: string): ReadRecord {
  const bytes = fileOf(folder, path);
  const department = path.slice('records/'.length, -'.json'.length);
  return { department, path, bytes, id: recordId(bytes), claims: claimsIn(path, bytes) };
}

/** @throws {BundleDiffers} when a file is no record */
export function claimsIn(path: string, bytes: Buffer): RecordClaims {
  const read = claims.safeParse(readCanonical(path, bytes));
  if (!read.success) throw unreadable(path, read.error);
  return read.data;
}
