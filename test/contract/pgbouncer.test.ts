import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '#libs/postgres/database.js';
import { findTool } from '#test/foreign/tools.js';
import { freshDatabase } from '#test/stack/database.js';
import { type Pgbouncer, startPgbouncer } from '#test/stack/pgbouncer.js';

const tool = await findTool('pgbouncer');
if ('reason' in tool) console.log(`not run: tests with pgbouncer. ${tool.reason}`);

describe.skipIf('reason' in tool).each([
  ['as Debian installs it', []],
  [
    'that ignores startup parameters, as forums advise',
    ['ignore_startup_parameters = statement_timeout,lock_timeout,idle_in_transaction_session_timeout'],
  ],
])('behind pgbouncer in transaction mode %s', (_, settings) => {
  let direct: Awaited<ReturnType<typeof freshDatabase>>;
  let pgbouncer: Pgbouncer;
  let database: Database;
  const options = { name: 'pooled', poolSize: 4, statementTimeoutMs: 700, lockTimeoutMs: 300, idleTimeoutMs: 400 };
  const limits = `select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
                         current_setting('idle_in_transaction_session_timeout') as idle`;

  beforeAll(async () => {
    direct = await freshDatabase('pgbouncer');
    pgbouncer = await startPgbouncer(direct.url, settings);
    database = new Database({ url: pgbouncer.through(direct.url), ...options });
  });
  afterAll(async () => {
    await database?.close();
    await pgbouncer?.stop();
    await direct?.drop();
  });

  it.each([
    ['password', { password: 'wrong' }],
    ['user', { username: 'stranger' }],
    ['database', { pathname: '/none' }],
  ])('a wrong %s is told apart from a database that does not answer', async (what, change) => {
    const url = Object.assign(new URL(pgbouncer.through(direct.url)), change).href;
    const wrong = new Database({ url, name: 'wrong' });
    const says = what === 'database' ? 'there is no database of this name' : 'the user or its password is refused';
    await expect(wrong.query('select 1')).rejects.toMatchObject({
      reason: 'STORE_MISCONFIGURED',
      message: expect.stringContaining(says),
    });
    await wrong.close();
  });

  it('a connection is not refused for its time limits', async () => {
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('every statement has its time limits, alone and in a transaction', async () => {
    const wanted = [{ statement: '700ms', lock: '300ms', idle: '400ms' }];
    expect(await database.query(limits)).toEqual(wanted);
    expect(await database.transaction((tx) => tx.query(limits))).toEqual(wanted);
    await expect(database.query('select pg_sleep(2)')).rejects.toMatchObject({ reason: 'STORE_UNAVAILABLE' });
  });

  it('a transaction with a limit of its own has that limit', async () => {
    const [set] = await database.transaction((tx) => tx.query<{ statement: string }>(limits), {
      statementTimeoutMs: 1_500,
    });
    expect(set?.statement).toBe('1500ms');
  });

  it('statements that a transaction asks at once run in it, in their order', async () => {
    const transactions = await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        database.transaction((tx) =>
          Promise.all([
            tx.query<{ pid: number }>('select pg_backend_pid() as pid'),
            tx.query(`select set_config('cx.number', $1, true)`, [String(number)]),
            tx.query<{ pid: number; number: string }>(
              `select pg_backend_pid() as pid, current_setting('cx.number') as number`,
            ),
          ]),
        ),
      ),
    );
    for (const [number, [[first], , [last]]] of transactions.entries())
      expect(last).toEqual({ pid: first?.pid, number: String(number) });
  });

  it('no time limit stays in a server process for the next client', async () => {
    await Promise.all(Array.from({ length: 20 }, () => database.query('select pg_sleep(0.02)')));
    const other = new Database({ url: pgbouncer.through(direct.url), ...options, statementTimeoutMs: 900 });
    const seen = await Promise.all(Array.from({ length: 20 }, () => other.query<{ statement: string }>(limits)));
    expect(new Set(seen.flat().map(({ statement }) => statement))).toEqual(new Set(['900ms']));
    await other.close();
  });

  it('a named query works in whichever server process its transaction runs', async () => {
    const named = { name: 'add-one', text: 'select $1::integer + 1 as sum, pg_backend_pid() as pid, pg_sleep(0.01)' };
    const once = (number: number) => database.query<{ sum: number; pid: number }>(named, [number]);
    const rows = (await Promise.all(Array.from({ length: 40 }, (_, number) => once(number)))).flat();
    expect(rows.map(({ sum }) => sum)).toEqual(Array.from({ length: 40 }, (_, number) => number + 1));
    expect(new Set(rows.map(({ pid }) => pid)).size).toBeGreaterThan(1);
  });
});
