import type { WaitingCell } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type Judging, readWatermarks } from '../facts/feeds.js';
import { waitsFor } from '../facts/watermarks.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Everything that waits now, sorted by metric, definition, unit and day. It reads every evaluation that is due, so it is not for each call. */
export async function countWaiting(
  tx: Pick<Transaction, 'query'>,
  judging: Judging,
  now: Instant,
): Promise<WaitingCell[]> {
  const watermarks = await readWatermarks(tx, judging, now);
  const rows = await tx.query<Omit<WaitingCell, 'waitsFor'>>(sql('count-waiting'), [new Date(now).toISOString()]);
  const { definitions } = await judging.rules(tx);
  const metrics = new Map(definitions.map((one) => [nameOf(one.recordedAs, one.definition), one]));
  return rows.map((row) => {
    const metric = metrics.get(nameOf(row.metric, row.definition)) ?? { needs: [] };
    return { ...row, waitsFor: waitsFor(metric, watermarks) };
  });
}

function nameOf(metric: string, definition: number): string {
  return `${metric} ${definition}`;
}
