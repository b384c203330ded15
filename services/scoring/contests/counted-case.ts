import { type CaseChange, caseInBatch } from '#libs/batches/format/case-in-batch.js';
import { type Cell, cellKey } from '#libs/domain/observation.js';
import { answeringParty } from '#libs/domain/ruling.js';
import type { Source } from '#libs/domain/source.js';
import type { Day } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { ContestedCase } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** What stands of a case in one cell: as many hits and misses as it has parts there. */
export interface CountedVerdict {
  readonly cell: Cell;
  readonly hits: number;
  readonly misses: number;
}

/**
 * What scoring has counted of one case under one metric on one day, by the batches in its archive: the same that its counts are made of.
 * Empty for a case that it does not know, or of which nothing stands.
 */
export async function countedCase(
  database: Pick<Database, 'query'>,
  { judgedBy, metric, caseRef, day }: Omit<ContestedCase, 'department'>,
): Promise<readonly CountedVerdict[]> {
  const rows = await database.query<{ bytes: Buffer }>(sql('find-archived-case'), [judgedBy, day, caseRef]);
  return standingOf(
    rows.flatMap(({ bytes }) => caseInBatch(bytes, caseRef, metric)),
    day,
  );
}

/** What is left of all changes: a retraction takes away what an earlier batch has recorded. */
export function standingOf(changes: readonly CaseChange[], day: Day): readonly CountedVerdict[] {
  const sums = new Map<string, CountedVerdict>();
  for (const { cell, hits, misses } of changes) {
    if (cell.day !== day) continue;
    const before = sums.get(cellKey(cell)) ?? { cell, hits: 0, misses: 0 };
    sums.set(cellKey(cell), { cell, hits: before.hits + hits, misses: before.misses + misses });
  }
  return [...sums.values()].filter(({ hits, misses }) => hits > 0 || misses > 0);
}

/** Whether a department answers for a miss among what stands. */
export function isCharged(standing: readonly CountedVerdict[], judgedBy: Source, department: string): boolean {
  return standing.some(({ cell, misses }) => misses > 0 && answeringParty(cell, judgedBy) === department);
}
