import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { timestamp } from '../facts/stored.js';
import { holdRules } from '../rules/rules-in-force.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The most cases in one transaction. */
const CHUNK = 500;

/** Lets every case be judged again, in the transaction that changed documents. It began with `changeRules`. */
export async function beginRejudging(tx: Transaction, now: Instant): Promise<void> {
  await tx.execute(sql('begin-rejudging'), [timestamp(now)]);
}

export interface RejudgeOptions {
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Judges these cases as of now; the same way as a call. */
  readonly judge: (tx: Transaction, refs: readonly Buffer[], now: Instant) => Promise<unknown>;
  readonly isStopping?: () => boolean;
}

/**
 * Judges cases again in key order until none is left. The cursor moves in the transaction that judges, so a process that is killed goes on
 * where it was. Of several processes one judges and the others do something else.
 *
 * @returns the number of cases that it judged
 */
export async function rejudge({ transaction, judge, isStopping }: RejudgeOptions, now: Instant): Promise<number> {
  let judged = 0;
  while (isStopping?.() !== true) {
    const refs = await transaction(async (tx) => {
      await holdRules(tx);
      const [pass] = await tx.query<{ after_ref: Buffer | null }>(sql('find-rejudging'));
      if (pass === undefined) return [];
      const rows = await tx.query<{ case_ref: Buffer }>(sql('next-cases'), [pass.after_ref, CHUNK]);
      const next = rows.map((row) => row.case_ref);
      if (next.length > 0) await judge(tx, next, now);
      if (next.length < CHUNK) await tx.execute(sql('end-rejudging'));
      else await tx.execute(sql('move-rejudging'), [next.at(-1)]);
      return next;
    });
    judged += refs.length;
    if (refs.length < CHUNK) break;
  }
  return judged;
}
