import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import type { Database } from '#libs/postgres/database.js';
import { ConfigError } from '#libs/runtime/config.js';

/**
 * Refuses a start with fewer shards than the database has. What waits in a shard that is gone would never be sealed, and its cases could
 * only move to another shard without their order: a retraction could come before what it retracts.
 *
 * @throws {ConfigError} SHARDS_CANNOT_SHRINK
 */
export async function checkShards(database: Database, wanted: number): Promise<void> {
  const most = await new PostgresSourceStore(database).mostShards();
  if (wanted >= most) return;
  throw new ConfigError([
    `CX_SHARDS is ${wanted}, and this database has ${most} shards: SHARDS_CANNOT_SHRINK, set ${most} or more.`,
  ]);
}
