import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '#libs/audit/check/verify-log.js';
import { AUDIT_MIGRATIONS } from '#libs/audit/store/migrations.js';
import { PostgresAuditStore } from '#libs/audit/store/postgres-audit-store.js';
import { Database } from '#libs/postgres/database.js';
import { MemoryAuditStore } from '#test/doubles/memory-audit-store.js';
import { migratedDatabase } from '#test/stack/database.js';
import { auditStoreSuite, entryOf } from './audit-store.suite.js';

let database: Database;
let fresh: Awaited<ReturnType<typeof migratedDatabase>>;

beforeAll(async () => {
  fresh = await migratedDatabase('audit', [AUDIT_MIGRATIONS]);
  database = new Database({ url: fresh.url, name: 'cx-audit-test' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

/** Does what only the owner of the database can: it switches off what refuses changes. */
const asOwner = (change: string) =>
  database.execute(
    `grant all on audit to current_user; alter table audit disable trigger user; ${change}; alter table audit enable trigger user`,
  );

const emptied = async () => {
  await asOwner('truncate audit');
  return new PostgresAuditStore(database, 'scoring');
};

auditStoreSuite('PostgreSQL', emptied);
auditStoreSuite('memory', async () => new MemoryAuditStore());

describe('the table audit', () => {
  const threeLines = async () => {
    const store = await emptied();
    await store.append(['anna', 'ben', 'carla'].map((who) => entryOf(who)));
    return store;
  };

  it.each([
    ['update of a line', "update audit set line = replace(line, 'ben', 'eve')"],
    ['update of a hash', "update audit set hash = sha256('x')"],
    ['removed line', 'delete from audit where position = 2'],
    ['emptied table', 'truncate audit'],
  ])('refuses every %s, also to the service that owns it', async (_, change) => {
    const store = await threeLines();
    await expect(database.execute(change)).rejects.toThrow(/only added to|permission denied/);
    // Also when the owner takes the missing rights back.
    await database.execute('grant all on audit to current_user');
    await expect(database.execute(change)).rejects.toThrow('only added to');
    expect((await verifyLog(store)).broken).toBeUndefined();
  });

  it('takes no second line with the position of the first', async () => {
    await threeLines();
    const again = "insert into audit select position, previous_hash, sha256('y'), line from audit where position = 2";
    await expect(database.execute(again)).rejects.toThrow(/duplicate key/);
  });

  it.each([
    [
      'one byte of a line changed',
      "update audit set line = replace(line, 'ben', 'bem') where position = 2",
      'CHANGED',
      2n,
    ],
    [
      'one byte of a hash changed',
      'update audit set hash = set_byte(hash, 7, get_byte(hash, 7) # 1) where position = 2',
      'CHANGED',
      2n,
    ],
    ['a line removed', 'delete from audit where position = 2', 'MISSING', 2n],
    [
      'two lines swapped',
      'update audit set position = 9 where position = 2; update audit set position = 2 where position = 3; update audit set position = 3 where position = 9',
      'UNLINKED',
      2n,
    ],
    ['the end cut off', 'delete from audit where position = 3', 'CUT_OFF', 3n],
  ] as const)('with %s by the owner of the database is found', async (_, change, fault, position) => {
    const store = await threeLines();
    const remembered = await store.head();
    await asOwner(change);
    expect((await verifyLog(store, remembered)).broken).toEqual({ fault, position });
  });
});
