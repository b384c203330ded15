import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { Head } from '#libs/batches/reader/progress.js';
import type { Subscription } from '#libs/batches/reader/receive.js';
import { ORIGINS } from '#libs/domain/observation.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { reopened } from './archive.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** How many archived batches are read at once. */
const CHUNK = 16;

/**
 * Stores feed progress and waiting counts from the newest drained batch without a gap before it. A batch that arrived while
 * there was a gap was not used then, so it is read from the archive once the gap is filled.
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
  const trusted = batches.filter((batch) => batch.epoch === epoch && batch.number <= appliedThrough);
  if (trusted.length === 0) return;
  const numbers = trusted.map(({ number }) => number);
  const lowest = numbers.reduce((least, number) => (number < least ? number : least));
  const isAllHere = appliedThrough - lowest + 1n === BigInt(trusted.length);
  const newestFirst = isAllHere
    ? trusted.filter(({ drained }) => drained).sort((a, b) => Number(b.number - a.number))
    : drainedBatches(tx, subscription, epoch, lowest - 1n, appliedThrough);
  let isNewest = true;
  for await (const { feeds, waiting } of newestFirst) {
    if (isNewest) await storeFeedProgress(tx, subscription, feeds);
    isNewest = false;
    if (waiting === undefined) continue;
    await storeWaitingCounts(tx, subscription, waiting);
    return;
  }
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
  waiting: NonNullable<OpenedBatch['waiting']>,
) {
  await tx.execute(sql('delete-waiting'), [shardId]);
  if (waiting.length === 0) return;
  await tx.execute(sql('add-waiting'), [
    shardId,
    waiting.map((row) => row.metric),
    waiting.map((row) => row.definition),
    waiting.map((row) => row.unit),
    waiting.map((row) => row.day),
    waiting.map((row) => row.cases),
    waiting.map((row) => row.waitsFor),
  ]);
}
