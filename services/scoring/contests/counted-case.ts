import { caseInBatch } from '#libs/batches/format/case-in-batch.js';
import { answeringParty } from '#libs/domain/ruling.js';
import type { Source } from '#libs/domain/source.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { type CountedVerdict, standingOf } from '../counts/standing.js';
import type { ContestedCase } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/**
 * What scoring has counted of one case under one metric on one day, by the batches in its archive: the same that its counts are made of.
 * Empty for a case that it does not know, or of which nothing stands.
 */
export async function countedCase(
  database: Pick<Database, 'query'>,
  { judgedBy, metric, caseRef, day }: Omit<ContestedCase, 'department'>,
): Promise<readonly CountedVerdict[]> {
  const rows = await database.query<ArchivedBatch>(sql('find-archived-case'), [judgedBy, day, caseRef]);
  return standingOf(
    rows.flatMap(({ bytes }) => caseInBatch(bytes, caseRef, metric)),
    day,
  );
}

interface ArchivedBatch {
  readonly shard: number;
  readonly epoch: number;
  readonly number: bigint;
  readonly bytes: Buffer;
}

/**
 * The verdicts of a case that a ruling can cite, each by the batch that recorded it: "observations/delivery/1/1/23" is source, shard, epoch and number. In
 * the order in which they were made.
 */
export async function citableOf(
  database: Pick<Database, 'query'>,
  { judgedBy, metric, caseRef, day }: Omit<ContestedCase, 'department'>,
): Promise<readonly string[]> {
  const rows = await database.query<ArchivedBatch>(sql('find-archived-case'), [judgedBy, day, caseRef]);
  return rows
    .filter(({ bytes }) => caseInBatch(bytes, caseRef, metric).some(({ cell }) => cell.day === day))
    .map(({ shard, epoch, number }) => `observations/${judgedBy}/${shard}/${epoch}/${number}`);
}

/** Whether a department answers for a miss among what stands. */
export function isCharged(standing: readonly CountedVerdict[], judgedBy: Source, department: string): boolean {
  return standing.some(({ cell, misses }) => misses > 0 && answeringParty(cell, judgedBy) === department);
}
