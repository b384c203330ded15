import type { Day } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A period of which a snapshot was made. */
export interface FrozenPeriod {
  /** "2018-08" */
  readonly period: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** The periods of which a snapshot was made, in order of time. What was judged in them is not judged again by a declared event. */
export async function frozenDays(tx: Pick<Database, 'query'>): Promise<FrozenPeriod[]> {
  const rows = await tx.query<{ period: string; first_day: Day; last_day: Day }>(sql('frozen-periods'));
  return rows.map(({ period, first_day: firstDay, last_day: lastDay }) => ({ period, firstDay, lastDay }));
}
