import type { Instant } from '#libs/domain/time.js';
import { byteas } from '#libs/postgres/array.js';
import { reading, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey, refsOf, uniqueByCase } from './stored.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A case whose facts are gone, and since when. */
export interface ErasedCase {
  readonly ref: Buffer;
  readonly erasedAt: Instant;
}

interface Row {
  readonly case_ref: Buffer;
  readonly erased_at: Date;
}

/** Which of these cases are erased and since when, by `refKey`. A case may be named several times. */
export async function findErased(
  tx: Pick<Transaction, 'query'>,
  refs: readonly Buffer[],
): Promise<ReadonlyMap<string, Instant>> {
  if (refs.length === 0) return new Map();
  const distinct = refsOf(uniqueByCase(refs.map((ref) => ({ ref }))));
  const rows = await tx.query<Row>(reading(sql('find-erased')), [byteas(distinct)]);
  return new Map(rows.map((row) => [refKey(row.case_ref), row.erased_at.getTime()]));
}

/**
 * One page of the cases that were erased by command, in key order.
 *
 * @param after   where the page before ended; undefined for the first page
 * @param atMost  1 to 1,000
 */
export async function listErased(
  tx: Pick<Transaction, 'query'>,
  after: Buffer | undefined,
  atMost: number,
): Promise<ErasedCase[]> {
  const rows = await tx.query<Row>(sql('list-erased'), [after ?? null, atMost]);
  return rows.map((row) => ({ ref: row.case_ref, erasedAt: row.erased_at.getTime() }));
}

/** How much of a case is gone: its facts and milestones, and how many versions of verdicts stay. */
export interface Erased {
  readonly ref: Buffer;
  readonly facts: bigint;
  readonly verdicts: bigint;
}

/** Removes what is known of cases that the caller has locked, and keeps the tombstones. Again, it removes what has arrived since. */
export async function removeFacts(
  tx: Transaction,
  refs: readonly Buffer[],
  by: 'command' | 'retention',
): Promise<Erased[]> {
  const values = [byteas(refs), by === 'command'];
  const rows = await tx.query<Omit<Erased, 'ref'> & { case_ref: Buffer }>(sql('erase-cases'), values);
  return rows.map(({ case_ref: ref, facts, verdicts }) => ({ ref, facts, verdicts }));
}
