import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey } from '../facts/stored.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The most cases in one transaction. */
const CHUNK = 500;

export interface StateOutlookOptions {
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Judges these cases as of now; the same way as a call. */
  readonly judge: (tx: Transaction, refs: readonly Buffer[], now: Instant) => Promise<unknown>;
  readonly isStopping?: () => boolean;
}

/**
 * Judges the cases whose open questions do not state what they would become, because a process of an older version wrote them. When every
 * process is of this version there are none, and an empty index says so.
 *
 * @returns the number of cases that it judged
 */
export async function stateOutlook(
  { transaction, judge, isStopping }: StateOutlookOptions,
  now: Instant,
): Promise<number> {
  let judged = 0;
  let before = '';
  while (isStopping?.() !== true) {
    const refs = await transaction(async (tx) => {
      const rows = await tx.query<{ case_ref: Buffer }>(sql('cases-not-stated'), [CHUNK]);
      const found = rows.map((row) => row.case_ref);
      if (found.length > 0) await judge(tx, found, now);
      return found;
    });
    if (refs.length === 0) break;
    const these = refs.map(refKey).sort().join();
    if (these === before) throw new Error(`${refs.length} cases were judged and still do not state their outlook`);
    before = these;
    judged += refs.length;
  }
  return judged;
}
