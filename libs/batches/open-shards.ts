import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Carries } from './topics.js';

const sql = sqlFolder(import.meta.url, './sql/');

interface Identity {
  readonly system_id: string;
  readonly timeline: number;
}

/**
 * Opens the shards of a source: founds missing ones, and begins a new epoch where this database is not the one that sealed
 * last (it was promoted, or restored into another cluster). Number 1 of the new epoch names the last batch that survived.
 */
export async function openShards(database: Database, carries: Carries, shards: number): Promise<void> {
  await database.transaction(async (tx) => {
    const [identity] = await tx.query<Identity>(sql('read-identity'));
    if (identity === undefined) throw new Error('PostgreSQL did not say who it is');
    for (let shard = 1; shard <= shards; shard++) await openShard(tx, carries, shard, identity);
  });
}

async function openShard(tx: Transaction, carries: Carries, shard: number, identity: Identity): Promise<void> {
  await tx.execute(sql('found-shard'), [carries, shard, identity.system_id, identity.timeline]);
  await tx.execute(sql('begin-epoch'), [carries, shard, identity.system_id, identity.timeline]);
}
