import type { Database, DatabaseOptions } from '#libs/postgres/database.js';
import { type MigrationSet, whyNotUsable } from '#libs/postgres/migrate.js';
import { openDatabase } from '#libs/postgres/open.js';
import type { ServingRoles } from '#libs/postgres/privileges.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { ServiceConfig } from '#libs/runtime/settings.js';

export interface Store {
  readonly database: Database;
  /** Why this process cannot be sent work: its database. Kafka is never a reason. Undefined when it is ready. */
  readonly whyNotReady: () => Promise<string | undefined>;
  /** Whether a newer version has migrated the database. */
  readonly isNewer: boolean;
}

/**
 * Opens the database of a process with all migrations applied. It waits for PostgreSQL and logs each reason to wait once.
 *
 * @param migrate  wait: another process applies the migrations (`runOrMigrate`), and this one waits for them
 * @param roles    roles that get the privileges that they need when migrations are applied
 * @throws {CxError} STORE_MISCONFIGURED or STORE_FULL, see `openDatabase`
 */
export async function openStore(
  lifecycle: Lifecycle,
  options: Pick<DatabaseOptions, 'url' | 'password' | 'name' | 'poolSize'>,
  migrations: readonly MigrationSet[],
  migrate: ServiceConfig['CX_MIGRATE'],
  roles?: ServingRoles,
): Promise<Store> {
  const onConnectionLost = (error: Error) => lifecycle.log.warn({ error }, 'an idle connection to PostgreSQL was lost');
  const onPasswordRefused = () =>
    lifecycle.log.warn({}, 'PostgreSQL refuses the new password; the one before stays in use');
  const onCertificates = (mistake: string | undefined) => {
    if (mistake === undefined) lifecycle.log.info({}, 'the certificates for PostgreSQL were replaced');
    else
      lifecycle.log.error({ mistake }, 'new certificates for PostgreSQL cannot be used; those read before stay in use');
  };
  const onWaiting = (why: string, cause: unknown) =>
    lifecycle.log.warn({ error: cause }, `waiting for PostgreSQL: ${why}`);
  const opening = { migrations, awaitMigrations: migrate === 'wait', stopping: lifecycle.stopping, onWaiting };
  const { database, migrated, later } = await lifecycle.add(
    'database',
    () =>
      openDatabase(
        { ...options, onConnectionLost, onPasswordRefused, onCertificates },
        roles === undefined ? opening : { ...opening, roles },
      ),
    (it) => it.database.close(),
  );
  if (migrated.length > 0) lifecycle.log.info({ migrated }, 'migrated');
  if (later.length > 0)
    lifecycle.log.warn({ later }, 'the database is newer than this version; its tables stay as they are');
  return { database, whyNotReady: () => whyNotUsable(database, migrations), isNewer: later.length > 0 };
}
