import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Whether a snapshot of a period was made, "2018-08". */
export async function isFrozen(database: Pick<Database, 'query'>, period: string): Promise<boolean> {
  const [row] = await database.query<{ frozen: boolean }>(sql('is-frozen'), [period]);
  return row?.frozen ?? false;
}
