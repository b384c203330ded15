import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { Department } from '../judging/department.js';
import { loadCases } from '../judging/load-cases.js';
import { holdRules } from '../rules/rules-in-force.js';
import { eraseCases } from './erase-cases.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The most cases that one turn looks at. */
const CHUNK = 500;

export interface RetentionOptions {
  readonly department: Pick<Department, 'shards' | 'rules'>;
  /** Facts that were all recorded before this instant are not needed any more. */
  readonly before: Instant;
  readonly now: Instant;
}

/** What one turn did. */
export interface RetentionTurn {
  readonly erased: number;
  /** Where the next turn goes on; undefined when this one reached the last case. */
  readonly after: Buffer | undefined;
}

/**
 * Looks at the next cases in key order and erases those whose facts have been kept long enough: the newest fact was recorded before the
 * limit, and no evaluation waits. The instant of recording counts, so an import of an old year is not erased on its way in.
 *
 * @param after  where the turn before ended
 */
export async function retainFacts(
  tx: Transaction,
  { department, before, now }: RetentionOptions,
  after: Buffer | undefined,
): Promise<RetentionTurn> {
  const rows = await tx.query<ExpiryRow>(sql('find-expired'), [after ?? null, CHUNK]);
  const ripe = rows.filter((row) => isExpired(row, before)).map((row) => row.case_ref);
  await holdRules(tx);
  const files = await loadCases(
    tx,
    ripe.map((ref) => ({ ref })),
  );
  const expired = files.filter((file) => file.due.length === 0 && file.facts.every((fact) => fact.recordedAt < before));
  if (expired.length > 0)
    await eraseCases(
      tx,
      department,
      expired.map(({ ref }) => ref),
      { now, chargeWhatWaits: false, by: 'retention' },
    );
  return { erased: expired.length, after: rows.length < CHUNK ? undefined : rows.at(-1)?.case_ref };
}

interface ExpiryRow {
  readonly case_ref: Buffer;
  readonly newest_at: Date | null;
  readonly waits: boolean;
}

/** A case without facts is erased already, or another call has just opened it. */
function isExpired({ newest_at: newest, waits }: ExpiryRow, before: Instant): boolean {
  return newest !== null && newest.getTime() < before && !waits;
}
