import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** When a period was frozen last; undefined while none is. */
export async function newestSnapshot(database: Pick<Database, 'query'>): Promise<Instant | undefined> {
  const [row] = await database.query<{ created_at: Date | null }>(sql('newest-snapshot'));
  return row?.created_at?.getTime();
}
