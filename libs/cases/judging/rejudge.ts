import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { timestamp } from '../facts/stored.js';
import { holdRules } from '../rules/rules-in-force.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The most cases in one transaction. */
const CHUNK = 500;

/** Where a department keeps how far a pass over all cases has come. */
export interface RejudgingStore<Tx> {
  /** Lets the transaction judge: until it ends, no document changes. */
  readonly hold: (tx: Tx) => Promise<void>;
  /** The pass, locked for this transaction; undefined when there is none, or while another process judges its next cases. */
  readonly find: (tx: Tx) => Promise<{ readonly after: Buffer | undefined } | undefined>;
  /** The next cases in key order. */
  readonly next: (tx: Tx, after: Buffer | undefined, atMost: number) => Promise<readonly Buffer[]>;
  readonly move: (tx: Tx, after: Buffer) => Promise<void>;
  readonly end: (tx: Tx) => Promise<void>;
}

/** The pass in a department's own database. */
export const postgresRejudging: RejudgingStore<Transaction> = {
  hold: holdRules,
  find: async (tx) => {
    const [pass] = await tx.query<{ after_ref: Buffer | null }>(sql('find-rejudging'));
    return pass === undefined ? undefined : { after: pass.after_ref ?? undefined };
  },
  next: async (tx, after, atMost) => {
    const rows = await tx.query<{ case_ref: Buffer }>(sql('next-cases'), [after ?? null, atMost]);
    return rows.map((row) => row.case_ref);
  },
  move: async (tx, after) => void (await tx.execute(sql('move-rejudging'), [after])),
  end: async (tx) => void (await tx.execute(sql('end-rejudging'))),
};

/** Lets every case be judged again, in the transaction that changed documents. It began with `changeRules`. */
export async function beginRejudging(tx: Transaction, now: Instant): Promise<void> {
  await tx.execute(sql('begin-rejudging'), [timestamp(now)]);
}

export interface RejudgeOptions<Tx = Transaction> {
  readonly store: RejudgingStore<Tx>;
  readonly transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Judges these cases as of now; the same way as a call. */
  readonly judge: (tx: Tx, refs: readonly Buffer[], now: Instant) => Promise<unknown>;
  readonly isStopping?: () => boolean;
  /** The most cases in one transaction; by default 500. */
  readonly chunk?: number;
}

/**
 * Judges cases again in key order until none is left. The cursor moves in the transaction that judges, so a process that is killed goes on
 * where it was. Of several processes one judges and the others do something else.
 *
 * @returns the number of cases that it judged
 */
export async function rejudge<Tx>(
  { store, transaction, judge, isStopping, chunk = CHUNK }: RejudgeOptions<Tx>,
  now: Instant,
): Promise<number> {
  let judged = 0;
  while (isStopping?.() !== true) {
    const refs = await transaction(async (tx) => {
      await store.hold(tx);
      const pass = await store.find(tx);
      if (pass === undefined) return [];
      const next = await store.next(tx, pass.after, chunk);
      if (next.length > 0) await judge(tx, next, now);
      const last = next.length < chunk ? undefined : next.at(-1);
      await (last === undefined ? store.end(tx) : store.move(tx, last));
      return next;
    });
    judged += refs.length;
    if (refs.length < chunk) break;
  }
  return judged;
}
