import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { Outcome } from './incoming-fact.js';
import type { OutboxPosition } from './receipt.js';

const sql = sqlFolder(import.meta.url, './sql/');

/**
 * The outbox rows that a receipt must wait for. A call that repeats facts of an earlier call, whose answer was perhaps lost,
 * waits for every row that is not sealed yet: the observations of the earlier call may be among them.
 *
 * @param own  the rows of this call's own observations, which are on their way
 */
export async function receiptPositions(
  tx: Transaction,
  outcomes: readonly Outcome[],
  own: Promise<readonly OutboxPosition[]>,
): Promise<readonly OutboxPosition[]> {
  if (!outcomes.some((outcome) => outcome.result === 'ALREADY_RECORDED')) return own;
  const [rows] = await Promise.all([tx.query<{ shard: number; outbox_id: bigint }>(sql('newest-unsealed')), own]);
  // The own rows are among them. Rows are sealed in order of their ids, so all older rows are sealed with the newest.
  return rows.map((row) => ({ shard: row.shard, outboxId: row.outbox_id }));
}
