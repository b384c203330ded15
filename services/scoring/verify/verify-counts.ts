import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { dumpLines, dumpSha256 } from '../counts/dump.js';
import { readView } from '../counts/read.js';
import { Recount } from './recount.js';

const sql = sqlFolder(import.meta.url, './sql/');

const CHUNK = 500;

/** Two ways to the same counts. Hashes are hex, of the canonical dump. */
export interface Verification {
  readonly counted: string;
  readonly recounted: string;
  readonly equal: boolean;
  readonly batches: bigint;
  readonly cells: bigint;
}

/** Counts every archived batch again and compares, in one state of the database. It blocks nothing else. */
export function verifyCounts(database: Database): Promise<Verification> {
  return database.transaction(
    async (tx) => {
      const { rows } = await readView(tx, { source: undefined, firstDay: '0001-01-01', lastDay: '9999-12-31' });
      const lines = dumpLines(rows);
      const recount = new Recount();
      for await (const bytes of archivedBatches(tx)) recount.add(bytes);
      const [counted, recounted] = [dumpSha256(lines), dumpSha256(dumpLines(recount.rows()))];
      return {
        counted,
        recounted,
        equal: counted === recounted,
        batches: recount.batches,
        cells: BigInt(lines.length),
      };
    },
    { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 120_000 },
  );
}

interface ArchiveRow {
  readonly shard_id: number;
  readonly epoch: number;
  readonly number: bigint;
  readonly bytes: Buffer;
}

/** Every archived batch that is not void, shard by shard, in order. */
export async function* archivedBatches(tx: Transaction): AsyncIterable<Buffer> {
  let after: readonly [number, number, bigint] = [0, 0, 0n];
  for (;;) {
    const rows = await tx.query<ArchiveRow>(sql('archived-batches'), [...after, CHUNK]);
    for (const { bytes } of rows) yield bytes;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = [last.shard_id, last.epoch, last.number];
  }
}
