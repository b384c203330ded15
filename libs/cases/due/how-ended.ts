import { byteas, integers, texts } from '#libs/postgres/array.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { FoundRow } from './due-rows.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** HIT: a fact saved it, or it was judged as a hit. MISS: it was judged as a miss. LEFT: it is open, and not on the list any more; or nothing asks it. */
export type HowEnded = 'HIT' | 'MISS' | 'LEFT';

interface Row {
  readonly is_safe: boolean | null;
  readonly is_hit: boolean | null;
}

/** What became of questions that are not on the list any more, in their order. */
export async function howEnded(
  tx: Pick<Transaction, 'query'>,
  rows: readonly Pick<FoundRow, 'ref' | 'part' | 'unit' | 'group'>[],
): Promise<HowEnded[]> {
  if (rows.length === 0) return [];
  const ends = await tx.query<Row>(sql('how-ended'), [
    byteas(rows.map(({ ref }) => ref)),
    texts(rows.map(({ part }) => part)),
    texts(rows.map(({ group }) => group.metric.recordedAs)),
    integers(rows.map(({ group }) => group.metric.definition)),
    texts(rows.map(({ unit }) => unit)),
  ]);
  return ends.map(({ is_safe: isSafe, is_hit: isHit }) => {
    if (isHit !== null) return isHit ? 'HIT' : 'MISS';
    return isSafe === true ? 'HIT' : 'LEFT';
  });
}
