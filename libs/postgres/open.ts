import { setTimeout as pause } from 'node:timers/promises';
import { CxError } from '#libs/domain/error.js';
import { Database, type DatabaseOptions } from './database.js';
import { compareMigrations, type MigrationSet, migrate } from './migrate.js';
import type { ServingRoles } from './privileges.js';

export interface Opening {
  readonly migrations: readonly MigrationSet[];
  /** Whether another process applies them, so that this one waits; default: no. */
  readonly awaitMigrations?: boolean;
  /** Roles that get the privileges that they need when migrations are applied, see `migrate`. */
  readonly roles?: ServingRoles;
  /** Ends the waiting. */
  readonly stopping: AbortSignal;
  /** Called once for each reason to wait, with what the database or the network answered. */
  readonly onWaiting: (why: string, cause: unknown) => void;
  /** Default 1,000. */
  readonly retryMs?: number;
}

/**
 * Opens a database at the head of its migrations, or beyond it, which it applies or waits for. It also waits for a database that does not answer,
 * starts, or has no free connection, as long as it takes: orchestrators start everything at once.
 *
 * @returns the database, the migrations that were applied, and those of a newer version that it had before
 * @throws {CxError} STORE_MISCONFIGURED for what waiting does not change, with the setting to change; STORE_FULL
 * @throws the reason of `stopping` when that was aborted
 */
export async function openDatabase(
  options: DatabaseOptions,
  opening: Opening,
): Promise<{ readonly database: Database; readonly migrated: readonly string[]; readonly later: readonly string[] }> {
  const database = new Database(options);
  try {
    const applied = await migrated(database, opening);
    const { later } = await compareMigrations(database, opening.migrations);
    return { database, migrated: applied, later };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A migration is stored as a whole or not at all, so it can be tried again whatever became of it. */
async function migrated(database: Database, opening: Opening): Promise<readonly string[]> {
  const { migrations, awaitMigrations = false, roles, stopping, onWaiting, retryMs = 1_000 } = opening;
  const reasons = new Set<string>();
  const waitFor = (why: string, cause: unknown) => {
    if (!reasons.has(why)) onWaiting(why, cause);
    reasons.add(why);
  };
  for (;;) {
    stopping.throwIfAborted();
    try {
      if (!awaitMigrations) return await migrate(database, migrations, roles);
      const { missing } = await compareMigrations(database, migrations);
      if (missing.length === 0) return [];
      const lacks = missing.join(', ');
      waitFor(`its tables are of an older version and lack ${lacks}; run its migrations: main.js migrate`, undefined);
    } catch (error) {
      if (!(error instanceof CxError) || error.reason !== 'STORE_UNAVAILABLE') throw error;
      waitFor(error.message, error.cause);
    }
    await pause(retryMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}
