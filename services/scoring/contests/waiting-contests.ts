import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { ContestState } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Contests of one department that no ruling has ended. */
export interface WaitingContests {
  /** It contests. */
  readonly department: Source;
  /** For whom they wait. */
  readonly state: Exclude<ContestState, 'RULED'>;
  /** 1 or more. */
  readonly contests: number;
  /** When the oldest of them was opened. */
  readonly oldest: Instant;
}

/** The contests that wait, by department and state; nothing of a department without one. */
export async function waitingContests(database: Pick<Database, 'query'>): Promise<readonly WaitingContests[]> {
  const rows = await database.query<Omit<WaitingContests, 'oldest'> & { readonly oldest: Date }>(
    sql('waiting-contests'),
    [],
  );
  return rows.map(({ oldest, ...row }) => ({ ...row, oldest: oldest.getTime() }));
}
