import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Carries } from '../format/topics.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The batch in which the last verdict of a transaction was sealed; undefined until it is sealed. */
export async function batchOf(
  tx: Pick<Transaction, 'query'>,
  { carries, shard, outboxId }: { readonly carries: Carries; readonly shard: number; readonly outboxId: bigint },
): Promise<{ readonly epoch: number; readonly number: bigint } | undefined> {
  const [row] = await tx.query<{ epoch: number; number: bigint }>(sql('find-receipt'), [carries, shard, outboxId]);
  return row;
}

/** Number of committed transactions that are not sealed yet. */
export async function countUnsealed(tx: Pick<Transaction, 'query'>): Promise<bigint> {
  const [row] = await tx.query<{ unsealed: bigint }>(sql('count-unsealed'));
  return row?.unsealed ?? 0n;
}
