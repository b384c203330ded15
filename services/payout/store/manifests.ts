import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { isUniqueViolation } from '#libs/postgres/unique-violation.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A manifest as it is kept. */
export interface KeptManifest {
  /** Hex, as every hash here. */
  readonly contentSha256: string;
  readonly period: string;
  readonly pool: string;
  readonly mark: string;
  readonly snapshot: string;
  readonly rosterSha256: string;
  /** The manifest in whose place it stands. */
  readonly replaces: string | undefined;
  /** The file, with its signature. */
  readonly file: Buffer;
  readonly madeBy: string;
}

/** The manifest by which is paid that stands for a version and pool. */
export interface StandingManifest {
  readonly contentSha256: string;
  readonly replaces: string | undefined;
  readonly madeBy: string;
  readonly madeAt: Instant;
}

/** The manifest with that content, and whether another one stands in its place; undefined when it was never made. */
export async function findManifest(database: Database, contentSha256: string) {
  const [row] = await database.query<{ manifest: Buffer; is_replaced: boolean }>(sql('find-manifest'), [
    bytes(contentSha256),
  ]);
  return row && { file: row.manifest, isReplaced: row.is_replaced };
}

/** Undefined while none does. */
export async function standingManifest(
  database: Database,
  snapshot: string,
  pool: string,
): Promise<StandingManifest | undefined> {
  const [row] = await database.query<StandingRow>(sql('standing-manifest'), [snapshot, pool]);
  if (row === undefined) return undefined;
  return {
    contentSha256: row.content_sha256.toString('hex'),
    replaces: row.replaces?.toString('hex'),
    madeBy: row.made_by,
    madeAt: row.made_at.getTime(),
  };
}

interface StandingRow {
  readonly content_sha256: Buffer;
  readonly replaces: Buffer | null;
  readonly made_by: string;
  readonly made_at: Date;
}

/** Adds a manifest; false when another call has added it, or one in its place, at this moment. */
export async function addManifest(database: Database, kept: KeptManifest): Promise<boolean> {
  const { contentSha256, period, pool, mark, snapshot, rosterSha256, replaces, file, madeBy } = kept;
  try {
    await database.execute(sql('add-manifest'), [
      ...[bytes(contentSha256), period, pool, mark, snapshot, bytes(rosterSha256)],
      ...[replaces === undefined ? null : bytes(replaces), file, madeBy],
    ]);
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
