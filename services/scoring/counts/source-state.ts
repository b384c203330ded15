import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import { newlyTrusted } from '#libs/batches/reader/newly-trusted.js';
import type { Head } from '#libs/batches/reader/progress.js';
import type { Subscription } from '#libs/batches/reader/receive.js';
import { WaitingReports } from '#libs/batches/reader/waiting-reports.js';
import { ORIGINS, type WaitingCell } from '#libs/domain/observation.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { reopened } from './archive.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** How many archived batches are read at once. */
const CHUNK = 16;

/**
 * Stores feed progress and waiting counts of drained batches without a gap before them. A batch that arrived while there was a gap was not
 * used then, so it is read from the archive once the gap is filled.
 *
 * @param batches  just archived
 * @param head     the newest batch of the newest epoch without a gap before it
 */
export async function storeSourceState(
  tx: Transaction,
  subscription: Subscription,
  batches: readonly OpenedBatch[],
  { epoch, appliedThrough }: Head,
): Promise<void> {
  const found = newlyTrusted(batches, { epoch, appliedThrough });
  if (found === undefined) return;
  const newestFirst =
    found.newestFirst?.filter(({ drained }) => drained) ??
    drainedBatches(tx, subscription, epoch, found.from - 1n, appliedThrough);
  const reports = new WaitingReports();
  let isNewest = true;
  for await (const batch of newestFirst) {
    if (isNewest) await storeFeedProgress(tx, subscription, batch.feeds);
    isNewest = false;
    reports.add(batch);
    if (reports.isWhole) break;
  }
  await storeWaitingCounts(tx, subscription, reports);
}

async function* drainedBatches(
  tx: Transaction,
  { shardId }: Subscription,
  epoch: number,
  above: bigint,
  through: bigint,
) {
  for (let last = through; last > above; ) {
    const rows = await tx.query<{ bytes: Buffer }>(sql('drained-before'), [shardId, epoch, above, last, CHUNK]);
    const batches = rows.map(reopened);
    yield* batches;
    last = (batches.at(-1)?.number ?? above + 1n) - 1n;
  }
}

async function storeFeedProgress(
  tx: Transaction,
  { shardId }: Subscription,
  feeds: OpenedBatch['feeds'],
): Promise<void> {
  await tx.execute(sql('delete-feeds'), [shardId]);
  if (feeds.length === 0) return;
  await tx.execute(sql('add-feeds'), [
    shardId,
    feeds.map(({ feed }) => feed),
    feeds.map(({ completeThrough }) => (completeThrough === undefined ? null : new Date(completeThrough))),
    feeds.map(({ origin }) => ORIGINS.numberOf(origin)),
  ]);
}

async function storeWaitingCounts(
  tx: Transaction,
  { shardId }: Subscription,
  { isWhole, rows }: WaitingReports,
): Promise<void> {
  if (isWhole) await tx.execute(sql('delete-waiting'), [shardId]);
  const gone = rows.filter(({ cases }) => cases === 0n);
  if (gone.length > 0) await tx.execute(sql('remove-waiting'), [shardId, ...namesOf(gone)]);
  const waiting = rows.filter(({ cases }) => cases > 0n);
  if (waiting.length === 0) return;
  const values = [waiting.map((row) => row.cases), waiting.map((row) => row.waitsFor)];
  await tx.execute(sql('put-waiting'), [shardId, ...namesOf(waiting), ...values]);
}

function namesOf(rows: readonly WaitingCell[]): readonly unknown[] {
  return [
    rows.map((row) => row.metric),
    rows.map((row) => row.definition),
    rows.map((row) => row.unit),
    rows.map((row) => row.day),
  ];
}
