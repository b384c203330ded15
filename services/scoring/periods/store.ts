import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { ShardCut } from '../counts/read.js';
import type { SnapshotContent } from './content.js';
import { parseContent } from './parse-content.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** One version as it is kept, for ever. */
export interface StoredSnapshot {
  readonly content: SnapshotContent;
  /** The bytes that are hashed: canonical JSON, UTF-8. */
  readonly bytes: Buffer;
  readonly contentSha256: string;
  readonly requestSha256: string;
  readonly createdAt: Instant;
  /** The caller who made it, as proven; empty of versions that are older than that. */
  readonly madeBy: string;
}

interface SnapshotRow {
  readonly content: Buffer;
  readonly content_sha256: Buffer;
  readonly request_sha256: Buffer;
  readonly created_at: Date;
  readonly made_by: string;
}

/** One version, or the newest with `version` undefined. */
export async function findSnapshot(
  tx: Pick<Database, 'query'>,
  period: string,
  version: number | undefined,
): Promise<StoredSnapshot | undefined> {
  const [row] = await tx.query<SnapshotRow>(sql('find-snapshot'), [period, version ?? null]);
  return row === undefined ? undefined : stored(row);
}

/** The version that a request made before. */
export async function findByRequest(
  tx: Pick<Database, 'query'>,
  requestId: string,
): Promise<StoredSnapshot | undefined> {
  const [row] = await tx.query<SnapshotRow>(sql('find-by-request'), [requestId]);
  return row === undefined ? undefined : stored(row);
}

/** Versions of a period below a number, newest first. */
export async function listSnapshots(
  tx: Pick<Database, 'query'>,
  period: string,
  below: number,
  limit: number,
): Promise<StoredSnapshot[]> {
  const rows = await tx.query<SnapshotRow>(sql('list-snapshots'), [period, below, limit]);
  return rows.map(stored);
}

/** The cut a version stands on. */
export async function findCut(tx: Transaction, period: string, version: number): Promise<ShardCut[]> {
  const rows = await tx.query<Omit<ShardCut, 'shardId'> & { shard_id: number }>(sql('find-cut'), [period, version]);
  return rows.map(({ shard_id: shardId, ...row }) => ({ ...row, shardId }));
}

export interface SnapshotToAdd {
  readonly content: SnapshotContent;
  readonly cut: readonly ShardCut[];
  readonly requestId: string;
  readonly requestSha256: string;
  readonly requestedBy: string;
  readonly madeBy: string;
  readonly createdAt: Instant;
}

/** Adds a version with its cut. Two at once: the primary key lets one in, the other fails with unique_violation. */
export async function addSnapshot(
  tx: Transaction,
  { content, cut, requestId, requestSha256, requestedBy, madeBy, createdAt }: SnapshotToAdd,
): Promise<StoredSnapshot> {
  const bytes = Buffer.from(canonicalJson(content));
  const hash = createHash('sha256').update(bytes).digest();
  const { period, version } = content;
  const values = [period, version, bytes, hash, requestId, Buffer.from(requestSha256, 'hex'), requestedBy];
  await tx.execute(sql('add-snapshot'), [...values, madeBy, new Date(createdAt)]);
  await tx.execute(sql('add-cut'), [
    ...[period, version, cut.map(({ shardId }) => shardId), cut.map(({ epoch }) => epoch)],
    ...[cut.map(({ number }) => number), cut.map(({ sha256 }) => sha256)],
  ]);
  return { content, bytes, contentSha256: hash.toString('hex'), requestSha256, createdAt, madeBy };
}

/** What is read is hashed again: a record that was changed behind our back is a bug, never an answer. */
function stored({
  content: bytes,
  content_sha256,
  request_sha256,
  created_at,
  made_by: madeBy,
}: SnapshotRow): StoredSnapshot {
  if (!createHash('sha256').update(bytes).digest().equals(content_sha256))
    throw new Error('a snapshot is not what was hashed');
  return {
    content: parseContent(bytes),
    bytes,
    contentSha256: content_sha256.toString('hex'),
    requestSha256: request_sha256.toString('hex'),
    createdAt: created_at.getTime(),
    madeBy,
  };
}
