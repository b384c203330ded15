import { setTimeout as pause } from 'node:timers/promises';
import { CxError } from '#libs/domain/error.js';
import { Database, type DatabaseOptions } from './database.js';
import { type MigrationSet, migrate } from './migrate.js';

export interface Opening {
  readonly migrations: readonly MigrationSet[];
  /** Ends the waiting. */
  readonly stopping: AbortSignal;
  /** Called once for each reason to wait, with what the database or the network answered. */
  readonly onWaiting: (why: string, cause: unknown) => void;
  /** Default 1,000. */
  readonly retryMs?: number;
}

/**
 * Opens a database at the head of its migrations. A database that does not answer, starts, or has no free connection is waited
 * for, as long as it takes: orchestrators start everything at once.
 *
 * @returns the database, and the migrations that were applied
 * @throws {CxError} STORE_MISCONFIGURED for what waiting does not change, with the setting to change; STORE_FULL
 * @throws the reason of `stopping` when that was aborted
 */
export async function openDatabase(
  options: DatabaseOptions,
  opening: Opening,
): Promise<{ readonly database: Database; readonly migrated: readonly string[] }> {
  const database = new Database(options);
  try {
    return { database, migrated: await migrated(database, opening) };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** A migration is stored as a whole or not at all, so it can be tried again whatever became of it. */
async function migrated(database: Database, opening: Opening): Promise<readonly string[]> {
  const { migrations, stopping, onWaiting, retryMs = 1_000 } = opening;
  const reasons = new Set<string>();
  for (;;) {
    stopping.throwIfAborted();
    try {
      return await migrate(database, migrations);
    } catch (error) {
      if (!(error instanceof CxError) || error.reason !== 'STORE_UNAVAILABLE') throw error;
      if (!reasons.has(error.message)) onWaiting(error.message, error.cause);
      reasons.add(error.message);
    }
    await pause(retryMs, undefined, { signal: stopping }).catch(() => undefined);
  }
}
