import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { Outcome } from './incoming-fact.js';
import type { OutboxPosition } from './receipt.js';

const sql = sqlFolder(import.meta.url, './sql/');

/**
 * What a receipt must wait for. A call that repeats facts of an earlier one, whose answer was lost perhaps, waits for all
 * that is not sealed yet: the verdicts of the earlier one may be among it.
 *
 * @param own  where this call's own verdicts went
 */
export async function receiptPositions(
  tx: Transaction,
  outcomes: readonly Outcome[],
  own: readonly OutboxPosition[],
): Promise<OutboxPosition[]> {
  if (!outcomes.some((outcome) => outcome.result === 'ALREADY_RECORDED')) return [...own];
  const rows = await tx.query<{ shard: number; outbox_id: bigint }>(sql('newest-unsealed'));
  // Own verdicts are among them. A pass takes rows in order of their ids, so with the newest all older ones are sealed.
  return rows.map((row) => ({ shard: row.shard, outboxId: row.outbox_id }));
}
