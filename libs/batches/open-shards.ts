import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Carries } from './topics.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Founds the shards 1..n of a source that are not there yet. */
export async function openShards(database: Database, carries: Carries, shards: number): Promise<void> {
  for (let shard = 1; shard <= shards; shard++) await database.execute(sql('found-shard'), [carries, shard]);
}
