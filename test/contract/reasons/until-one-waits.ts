import type { Database } from '#libs/postgres/database.js';

/** Resolves when a transaction waits for a row of another one; after 5 s in any case. */
export async function untilOneWaits(database: Pick<Database, 'query'>): Promise<void> {
  const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  for (let tries = 0; tries < 250 && (await database.query(waiting)).length === 0; tries++)
    await new Promise((resume) => setTimeout(resume, 20));
}
