import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { ShardsInUse } from '#libs/cases/process/follow-shards.js';
import { Database } from '#libs/postgres/database.js';
import { checkShards } from '#libs/process/check-shards.js';
import { migratedDatabase } from '#test/stack/database.js';

/** The database of a department that has one shard and gets a second one. */
describe('the shards of a department', () => {
  let database: Database;
  let store: PostgresSourceStore;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    const fresh = await migratedDatabase('shards', DEPARTMENT_MIGRATIONS);
    drop = fresh.drop;
    database = new Database({ url: fresh.url, name: 'cx-test' });
    store = new PostgresSourceStore(database);
    await addShard(1);
    await store.acknowledge({ carries: 'observations', shard: 1 }, 'scoring', { epoch: 1, number: 3n });
    await store.acknowledge({ carries: 'milestones', shard: 1 }, 'delivery', { epoch: 1, number: 2n });
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  const addShard = (shard: number) =>
    store.transaction(async (tx) => {
      for (const carries of ['observations', 'milestones'] as const)
        await store.createShard(tx, { carries, shard }, false);
    });

  it('may be as many as before, or more', async () => {
    await checkShards(database, 1);
    await checkShards(database, 2);
  });

  it('open to new cases one after the other, each when every reader of the first one reads it', async () => {
    const shards = new ShardsInUse(2);
    await addShard(2);
    expect(await shards.refresh(store)).toBeUndefined();
    await store.acknowledge({ carries: 'observations', shard: 2 }, 'scoring', { epoch: 9, number: 1n });
    expect(await shards.refresh(store)).toEqual({
      open: 1,
      closed: { carries: 'milestones', shard: 2, lacks: ['delivery'] },
    });
    await store.acknowledge({ carries: 'milestones', shard: 2 }, 'delivery', { epoch: 9, number: 1n });
    expect([await shards.refresh(store), shards.open]).toEqual([{ open: 2, closed: undefined }, 2]);
    expect(await shards.refresh(store)).toBeUndefined();
  });

  it('never become fewer: what waits in one that is gone would never be sealed', async () => {
    await expect(checkShards(database, 1)).rejects.toThrow(
      'CX_SHARDS is 1, and this database has 2 shards: SHARDS_CANNOT_SHRINK, set 2 or more.',
    );
    await checkShards(database, 2);
  });

  it('that are only read do not become fewer either', async () => {
    await database.execute("insert into shard (source, carries, shard) values ('warehouse', 'milestones', 3)");
    await expect(checkShards(database, 2)).rejects.toThrow('this database has 3 shards');
  });
});
