import type { Database, DatabaseOptions } from '#libs/postgres/database.js';
import { type MigrationSet, whyNotUsable } from '#libs/postgres/migrate.js';
import { openDatabase } from '#libs/postgres/open.js';
import type { Lifecycle } from '#libs/runtime/service.js';

export interface Store {
  readonly database: Database;
  /** Why this process cannot be sent work: its database. Kafka is never a reason. Undefined when it is ready. */
  readonly whyNotReady: () => Promise<string | undefined>;
}

/**
 * Opens the database of a process with all migrations applied. It waits for PostgreSQL and logs each reason to wait once.
 *
 * @throws {CxError} STORE_MISCONFIGURED or STORE_FULL, see `openDatabase`
 */
export async function openStore(
  lifecycle: Lifecycle,
  options: Pick<DatabaseOptions, 'url' | 'name' | 'poolSize'>,
  migrations: readonly MigrationSet[],
): Promise<Store> {
  const onConnectionLost = (error: Error) => lifecycle.log.warn({ error }, 'an idle connection to PostgreSQL was lost');
  const onWaiting = (why: string, cause: unknown) =>
    lifecycle.log.warn({ error: cause }, `waiting for PostgreSQL: ${why}`);
  const { database, migrated } = await lifecycle.add(
    'database',
    () => openDatabase({ ...options, onConnectionLost }, { migrations, stopping: lifecycle.stopping, onWaiting }),
    (it) => it.database.close(),
  );
  if (migrated.length > 0) lifecycle.log.info({ migrated }, 'migrated');
  return { database, whyNotReady: () => whyNotUsable(database, migrations) };
}
