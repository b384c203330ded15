import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** What a file is loaded for; the numbers are those of the contract and of the column export_claim.purpose. */
export const EXPORT_PURPOSES = enumWords('purpose of an export', { RESULT: 1, WEIGHT: 2, PAY: 3, CORRECTION: 4 });
export type ExportPurpose = Word<typeof EXPORT_PURPOSES>;

/** What is claimed: lines of one version for one purpose. */
export interface Claiming {
  readonly period: string;
  readonly version: number;
  readonly departments: readonly string[];
  readonly purpose: ExportPurpose;
  /** Of amounts and deltas; empty for other purposes. */
  readonly pool: string;
  readonly profile: string;
  readonly profilesSha256: Buffer;
  readonly fileSha256: Buffer;
  readonly requestId: string;
  /** Of everything above but the id. */
  readonly requestSha256: Buffer;
  /** The caller, as proven. */
  readonly by: string;
}

/** Who claimed, and when. */
export interface Claimed {
  readonly by: string;
  readonly at: Instant;
}

/** What stands of a request; undefined when there is none. */
export async function claimOfRequest(
  tx: Pick<Database, 'query'>,
  requestId: string,
): Promise<(Claimed & { readonly requestSha256: Buffer }) | undefined> {
  const [row] = await tx.query<ClaimRow & { readonly request_sha256: Buffer }>(sql('claims-of-request'), [requestId]);
  return row && { ...claimed(row), requestSha256: row.request_sha256 };
}

/** The claims that stand against another one, by department. */
export async function claimsAgainst(
  tx: Pick<Database, 'query'>,
  { period, version, departments, purpose, pool }: Claiming,
): Promise<readonly (Claimed & { readonly department: string; readonly profile: string })[]> {
  const values = [period, version, departments, EXPORT_PURPOSES.numberOf(purpose), pool];
  const rows = await tx.query<ClaimRow & { readonly department: string; readonly profile: string }>(
    sql('claims-of-departments'),
    values,
  );
  return rows.map((row) => ({ ...claimed(row), department: row.department, profile: row.profile }));
}

/** @throws unique_violation when one of the departments is claimed */
export async function addClaims(tx: Transaction, claiming: Claiming): Promise<void> {
  const { period, version, departments, purpose, pool, requestId, requestSha256 } = claiming;
  await tx.execute(sql('add-claims'), [
    ...[period, version, departments, EXPORT_PURPOSES.numberOf(purpose), pool, requestId, requestSha256],
    ...[claiming.profile, claiming.profilesSha256, claiming.fileSha256, claiming.by],
  ]);
}

interface ClaimRow {
  readonly claimed_by: string;
  readonly claimed_at: Date;
}

function claimed({ claimed_by: by, claimed_at }: ClaimRow): Claimed {
  return { by, at: claimed_at.getTime() };
}
