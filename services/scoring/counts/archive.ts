import { isReadable, type OpenedBatch, openBatch } from '#libs/batches/format/sealed-batch.js';
import type { Subscription } from '#libs/batches/reader/receive.js';
import { chunksOf } from '#libs/domain/chunks.js';
import type { Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Archives batches as they arrived, idle ones too: a period may be cut at one. */
export async function archive(
  tx: Transaction,
  { shardId }: Subscription,
  batches: readonly OpenedBatch[],
): Promise<void> {
  for (const chunk of chunksOf(batches, ({ bytes }) => bytes.length, CHUNK_BYTES))
    await addToArchive(tx, shardId, chunk);
}

/** Bytes are copied on their way into a statement. 4 MiB at a time block this process for a short time only and need less memory. */
const CHUNK_BYTES = 4 << 20;

async function addToArchive(tx: Transaction, shardId: number, batches: readonly OpenedBatch[]): Promise<void> {
  const days = batches.map(({ cells }) => cells.days());
  await tx.execute(sql('archive'), [
    shardId,
    batches.map((batch) => batch.epoch),
    batches.map((batch) => batch.number),
    batches.map((batch) => batch.sha256),
    batches.map((batch) => new Date(batch.sealedAt)),
    batches.map((batch) => batch.drained),
    days.map((touched) => touched?.from ?? null),
    days.map((touched) => touched?.to ?? null),
    batches.map((batch) => batch.bytes.length),
    Buffer.concat(batches.map((batch) => batch.bytes)),
  ]);
}

/** Voids the batches of an epoch after a number, and restores voided ones up to it. Returns both kinds. */
export async function voidBeyond(tx: Transaction, { shardId }: Subscription, epoch: number, through: bigint) {
  const rows = await tx.query<{ void: boolean; bytes: Buffer }>(sql('void-beyond'), [shardId, epoch, through]);
  return {
    voided: rows.filter((row) => row.void).map(reopened),
    revived: rows.filter((row) => !row.void).map(reopened),
  };
}

/** Decodes an archived batch again. It was decoded before it was archived, so a failure is a bug. */
export function reopened({ bytes }: { readonly bytes: Buffer }): OpenedBatch {
  const batch = openBatch(bytes);
  if (!isReadable(batch)) throw new Error(`an archived batch cannot be decoded: ${batch.reason}, ${batch.detail}`);
  return batch;
}
