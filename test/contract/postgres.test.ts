import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { compareMigrations, migrate, whyNotUsable } from '#libs/postgres/migrate.js';
import { breakableWire } from '#test/stack/breakable-wire.js';
import { freshDatabase } from '#test/stack/database.js';

let url: string;
let drop: () => Promise<void>;
let database: Database;

beforeAll(async () => {
  ({ url, drop } = await freshDatabase('postgres'));
  database = new Database({ url, name: 'contract', poolSize: 5, statementTimeoutMs: 1_000, lockTimeoutMs: 800 });
  await database.execute('create table account (id integer primary key, amount bigint not null)');
});

afterAll(async () => {
  await database?.close();
  await drop?.();
});

beforeEach(async () => {
  await database.execute('truncate account');
  await database.execute('insert into account values (1, 0), (2, 0)');
});

const amount = async (id: number) =>
  (await database.query<{ amount: bigint }>('select amount from account where id = $1', [id]))[0]?.amount;
const raise = (tx: Transaction, id: number) => tx.execute('update account set amount = amount + 1 where id = $1', [id]);

describe('values', () => {
  it('leave as whole numbers, civil dates and instants', async () => {
    const [row] = await database.query<Record<string, unknown>>(`
      select 9007199254740993::bigint as big, array[1, null]::bigint[] as bigs, date '2018-11-04' as day,
             array['2018-11-04']::date[] as days, timestamptz '2018-02-17T23:10:00.123456-02' as at, '\\xff'::bytea as ref`);
    expect(row).toEqual({
      big: 9_007_199_254_740_993n,
      bigs: [1n, null],
      day: '2018-11-04', // a day without a midnight in Sao Paulo
      days: ['2018-11-04'],
      at: new Date('2018-02-18T01:10:00.123Z'),
      ref: Buffer.of(0xff),
    });
  });

  it('go in as bigint, Date, Buffer and arrays of them', async () => {
    const [row] = await database.query<{ same: boolean }>(
      'select $1::bigint = 5 and $2::timestamptz = to_timestamp(1) and $3::bytea[] = array[$4::bytea] as same',
      [5n, new Date(1_000), [Buffer.of(1)], Buffer.of(1)],
    );
    expect(row?.same).toBe(true);
  });
});

describe('a transaction', () => {
  it('is stored as a whole', async () => {
    const touched = await database.transaction(async (tx) => (await raise(tx, 1)) + (await raise(tx, 2)));
    expect(touched).toBe(2);
    expect([await amount(1), await amount(2)]).toEqual([1n, 1n]);
  });

  it('is not stored at all when its work throws, and the error stays what it was', async () => {
    const refusal = new CxError('ORDER_UNKNOWN', 'never placed');
    const work = database.transaction(async (tx) => {
      await raise(tx, 1);
      throw refusal;
    });
    await expect(work).rejects.toBe(refusal);
    expect(await amount(1)).toBe(0n);
  });

  it('is never taken for stored when COMMIT rolled it back', async () => {
    const work = database.transaction(async (tx) => {
      await raise(tx, 1);
      await tx.query('select 1 / 0').catch(() => undefined); // the caller swallows the failure
    });
    await expect(work).rejects.toThrow('rolled back at COMMIT');
    expect(await amount(1)).toBe(0n);
  });

  it('runs again from its first line when two updates could not be serialised (40001)', async () => {
    const once = () =>
      database.transaction(
        async (tx) => {
          const [row] = await tx.query<{ amount: bigint }>('select amount from account where id = 1');
          await tx.execute('update account set amount = $1 where id = 1', [(row?.amount ?? 0n) + 1n]);
        },
        { isolation: 'repeatable read' },
      );
    await Promise.all(Array.from({ length: 5 }, once));
    expect(await amount(1)).toBe(5n);
  });

  it('runs again when it was the victim of a deadlock (40P01)', async () => {
    let starts = 0;
    let go = () => {};
    const bothHoldOne = new Promise<void>((resolve) => {
      go = resolve;
    });
    const inOrder = (first: number, second: number) =>
      database.transaction(
        async (tx) => {
          await raise(tx, first);
          starts += 1;
          if (starts === 2) go();
          await bothHoldOne;
          await raise(tx, second);
        },
        { statementTimeoutMs: 10_000 },
      );
    await Promise.all([inOrder(1, 2), inOrder(2, 1)]);
    expect(starts).toBe(3);
    expect([await amount(1), await amount(2)]).toEqual([2n, 2n]);
  });

  it('gives up after ten attempts, as a store that does not answer', async () => {
    let attempts = 0;
    const work = database.transaction(async (tx) => {
      attempts += 1;
      await tx.execute(`do $$ begin raise sqlstate '40001'; end $$`);
    });
    await expect(work).rejects.toMatchObject({ reason: 'STORE_UNAVAILABLE', cause: { code: '40001' } });
    expect(attempts).toBe(10);
  });

  it('refuses a statement after its end, which a forgotten await would make', async () => {
    let escaped: Transaction | undefined;
    await database.transaction(async (tx) => {
      escaped = tx;
    });
    await expect(escaped?.query('select 1')).rejects.toThrow('an await is missing');
  });

  it('that only reads cannot write', async () => {
    await expect(database.transaction((tx) => raise(tx, 1), { readOnly: true })).rejects.toMatchObject({
      code: '25006',
    });
  });
});

describe('a store that does not answer', () => {
  const unavailable = { name: 'CxError', reason: 'STORE_UNAVAILABLE' };

  it('is one that takes longer than the statement timeout', async () => {
    await expect(database.query('select pg_sleep(3)')).rejects.toMatchObject({
      ...unavailable,
      cause: { code: '57014' },
    });
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is one that holds a lock for longer than the lock timeout', async () => {
    await database.transaction(async (tx) => {
      await raise(tx, 1);
      const second = database.transaction((other) => raise(other, 1));
      await expect(second).rejects.toMatchObject({ ...unavailable, cause: { code: '55P03' } });
    });
  });

  it('is one that cuts the connection in the middle; the next transaction has a new one', async () => {
    const work = database.transaction(async (tx) => {
      await raise(tx, 1);
      const [own] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await database.execute('select pg_terminate_backend($1)', [own?.pid]);
      await raise(tx, 2);
    });
    await expect(work).rejects.toMatchObject(unavailable);
    expect(await amount(1)).toBe(0n);
  });

  it('is one behind a network that breaks', async () => {
    const wire = await breakableWire(url);
    const far = new Database({ url: wire.url, name: 'far' });
    const work = far.transaction(async (tx) => {
      await raise(tx, 1);
      const answer = tx.query('select pg_sleep(0.5)');
      wire.cut();
      await answer;
    });
    await expect(work).rejects.toMatchObject(unavailable);
    expect(await far.query('select 1 as one')).toEqual([{ one: 1 }]);
    await far.close();
    wire.close();
  });

  it('is one that cannot be reached, and readiness says so', async () => {
    const gone = new Database({ url: 'postgres://none@127.0.0.1:1/none', name: 'contract' });
    await expect(gone.transaction((tx) => raise(tx, 1))).rejects.toMatchObject(unavailable);
    expect([await gone.whyUnreachable(), await database.whyUnreachable()]).toEqual([
      'the database does not answer; try again',
      undefined,
    ]);
    await gone.close();
  });

  it('is one without a free connection', async () => {
    // Also the time that the first connection may take, so a slow machine needs more than a moment.
    const small = new Database({ url, name: 'contract', poolSize: 1, connectTimeoutMs: 2_000 });
    await small.transaction(async () => {
      await expect(small.query('select 1')).rejects.toMatchObject(unavailable);
    });
    await small.close();
  });

  // A pooler keeps its clients when a server process dies.
  it.skipIf(inject('poolerPort') !== 0)(
    'does not take the process with it when connections in the pool die',
    async () => {
      const lost: string[] = [];
      const idle = new Database({ url, name: 'idle', onConnectionLost: (error) => lost.push(error.message) });
      await idle.query('select 1');
      await database.execute(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idle'`);
      await expect.poll(() => lost).toHaveLength(1);
      expect(await idle.query('select 1 as one')).toEqual([{ one: 1 }]);
      await idle.close();
    },
  );
});

describe('migrations', () => {
  let folder: string;
  let empty: { url: string; drop(): Promise<void> };
  let store: Database;
  const set = () => ({ name: 'cases', folder: pathToFileURL(`${folder}/`) });
  const write = (file: string, sql: string) => writeFileSync(join(folder, file), sql);
  const tables = async () =>
    (await store.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`))
      .map(({ name }) => name)
      .sort();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cx-migrations-'));
    empty = await freshDatabase('migrate');
    store = new Database({ url: empty.url, name: 'migrate' });
    write('0001_fact.sql', 'create table fact (id integer); insert into fact values (1);');
    write('0002_more.sql', "alter table fact add column feed text; update fact set feed = 'olist';");
    return async () => {
      await store.close();
      await empty.drop();
      rmSync(folder, { recursive: true });
    };
  });

  it('are applied once, in order, and then there is nothing to do', async () => {
    expect(await migrate(store, [set()])).toEqual(['cases/0001_fact', 'cases/0002_more']);
    expect(await store.query('select id, feed from fact')).toEqual([{ id: 1, feed: 'olist' }]);
    expect(await migrate(store, [set()])).toEqual([]);
    expect(await compareMigrations(store, [set()])).toEqual({ missing: [], later: [] });
  });

  it('added later come on top', async () => {
    await migrate(store, [set()]);
    write('0003_due.sql', 'create table due ()');
    expect((await compareMigrations(store, [set()])).missing).toEqual(['cases/0003_due']);
    expect(await migrate(store, [set()])).toEqual(['cases/0003_due']);
  });

  it('are refused when one was edited after it had been applied', async () => {
    await migrate(store, [set()]);
    write('0002_more.sql', 'select 1');
    await expect(migrate(store, [set()])).rejects.toThrow('migration cases/0002_more was changed');
    await expect(compareMigrations(store, [set()])).rejects.toThrow('migration cases/0002_more was changed');
  });

  it('all are missing in an empty database', async () => {
    expect((await compareMigrations(store, [set()])).missing).toEqual(['cases/0001_fact', 'cases/0002_more']);
  });

  it('of a newer version stay, and the version before it works on and migrates nothing', async () => {
    await migrate(store, [set()]);
    rmSync(join(folder, '0002_more.sql'));
    expect(await migrate(store, [set()], { service: 'no_such_role' })).toEqual([]); // no privilege is granted either
    expect(await compareMigrations(store, [set()])).toEqual({ missing: [], later: ['cases/0002_more'] });
    expect(await whyNotUsable(store, [set()])).toBeUndefined();
  });

  it('that a newer version marked as breaking keep every older version out, with a sentence', async () => {
    await migrate(store, [set()]);
    write('0003_breaking_one-feed.sql', 'alter table fact drop column feed');
    await migrate(store, [set()]);
    expect(await whyNotUsable(store, [set()])).toBeUndefined();
    rmSync(join(folder, '0003_breaking_one-feed.sql'));
    const refusal =
      'this version is too old for the database: a newer one applied cases/0003_breaking_one-feed, which takes away what this one needs; start the newer version, or restore the backup from before that migration';
    await expect(migrate(store, [set()])).rejects.toMatchObject({ reason: 'STORE_MISCONFIGURED', message: refusal });
    await expect(compareMigrations(store, [set()])).rejects.toThrow(refusal);
    expect(await whyNotUsable(store, [set()])).toBe(refusal); // a process that is running is sent no more work
    expect(await whyNotUsable(store, [{ ...set(), name: 'other' }])).toBe(refusal); // also of a set that it does not know
  });

  it('of another line of versions are neither applied nor worked with', async () => {
    await migrate(store, [set()]);
    await store.execute("insert into migration values ('counts', 1, '0001_other', 'f00')");
    write('0003_due.sql', 'create table due ()');
    await expect(migrate(store, [set()])).rejects.toThrow(
      'the database has counts/0001_other, which this program does not know, and lacks cases/0003_due',
    );
  });

  it('are refused when a number is missing', async () => {
    write('0004_gap.sql', 'create table gap ()');
    await expect(migrate(store, [set()])).rejects.toThrow('migration cases/0004_gap.sql should be number 3');
  });

  it('leave nothing behind when one of them fails', async () => {
    write('0003_wrong.sql', 'create table wrong (id nonsense)');
    await expect(migrate(store, [set()])).rejects.toThrow('nonsense');
    expect(await tables()).toEqual([]);
  });

  it('are applied once by processes that start at the same moment', async () => {
    write('0003_slow.sql', 'select pg_sleep(0.3)');
    const applied = await Promise.all([1, 2, 3].map(() => migrate(store, [set()])));
    expect(applied.flat()).toEqual(['cases/0001_fact', 'cases/0002_more', 'cases/0003_slow']);
    expect(await tables()).toEqual(['fact', 'migration']);
  });
});
