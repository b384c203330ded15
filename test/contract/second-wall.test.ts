import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReader } from '#deploy/local/database-roles.js';
import { splitDatabase } from '#test/stack/database.js';
import { as, attempt, type Granted, privilegesOf, privilegesPage } from '#test/stack/database-privileges.js';

/** insufficient_privilege */
const REFUSED = '42501';
/** generated_always: a column that the server alone writes. */
const NO_ROLE_MAY = '428C9';
/** Statements that no transaction may hold. */
const OUTSIDE = /^(create database|alter system)/;
const ROLES = [
  ['scoring', 'service'],
  ['scoring', 'reader'],
  ['delivery', 'service'],
  ['payout', 'service'],
] as const;
type Role = readonly ['scoring' | 'delivery' | 'payout', 'service' | 'reader'];

/** The services and their readers, with the processes bypassed: SQL as the roles of deploy/postgres. */
describe('the roles of the databases', () => {
  const databases = new Map<string, Awaited<ReturnType<typeof splitDatabase>>>();
  const clients = new Map<string, pg.Client>();
  const granted = new Map<string, readonly Granted[]>();
  /** Their sessions are there to be ended by another role. */
  const admins: pg.Client[] = [];
  const key = ([database, role]: Role) => `${database} ${role}`;
  const clientOf = (role: Role) => clients.get(key(role)) as pg.Client;
  const grantedTo = (role: Role) => granted.get(key(role)) ?? [];

  beforeAll(async () => {
    for (const service of ['scoring', 'delivery', 'payout'] as const)
      databases.set(service, await splitDatabase(service));
    for (const role of ROLES) {
      const [service, kind] = role;
      const database = databases.get(service);
      if (database === undefined) throw new Error(`there is no database of ${service}`);
      const name = kind === 'service' ? database.roles.service : `${database.roles.readers}_one`;
      if (kind === 'reader') await addReader(database.url, name, 'delivery');
      const admin = await as(database.url);
      if (kind === 'reader') await admin.query(`alter role ${pg.escapeIdentifier(name)} password 'cx'`);
      granted.set(key(role), await privilegesOf(admin, name));
      admins.push(admin);
      clients.set(key(role), await as(database.url, name));
    }
  });
  afterAll(async () => {
    for (const client of [...clients.values(), ...admins]) await client.end();
    for (const database of databases.values()) await database.drop();
  });

  it('have in each table what the page says: run with -u to print it', async () => {
    const page = privilegesPage(ROLES.map((role) => ({ role, granted: grantedTo(role) })));
    await expect(page).toMatchFileSnapshot('../../docs/database-privileges.md');
  });

  describe.each(ROLES)('in the database of %s, the %s', (...role) => {
    it('is refused every statement that the page does not name, and no other', async () => {
      const wrong: string[] = [];
      for (const { table, isView, columns, may } of grantedTo(role)) {
        const read = columns.map((one) => [`select ${one} from ${table} limit 1`, may.select.includes(one)] as const);
        const write = columns.flatMap((one) => [
          [`update ${table} set ${one} = ${one} where false`, may.update.includes(one)] as const,
          [`insert into ${table} (${one}) select null where false`, may.insert.includes(one)] as const,
        ]);
        const rest = [
          [`delete from ${table} where false`, may.delete],
          [`truncate ${table}`, false],
          [`alter table ${table} add column more integer`, false],
          [`alter table ${table} disable trigger all`, false],
          [`alter table ${table} disable row level security`, false],
          [
            `create trigger mine before insert on ${table} execute function suppress_redundant_updates_trigger()`,
            false,
          ],
          [`drop table ${table}`, false],
        ] as const;
        const statements = isView ? read : [...read, ...write, ...rest];
        for (const [statement, isAllowed] of statements) {
          const { code } = await attempt(clientOf(role), statement);
          if (code !== NO_ROLE_MAY && (code !== REFUSED) !== isAllowed) wrong.push(`${statement}: ${code ?? 'done'}`);
        }
      }
      expect(wrong).toEqual([]);
    });

    it.each([
      'create table mine (id integer)',
      'create temporary table mine (id integer)',
      'create schema mine',
      'create function mine() returns integer language sql as $$ select 1 $$',
      'create role mine',
      'create database mine',
      'alter role current_user superuser',
      'alter system set fsync = off',
      'set session_replication_role = replica',
      `copy migration to program 'true'`,
      `select pg_read_file('postgresql.conf')`,
      `select lo_import('/etc/hostname')`,
      'select rolpassword from pg_authid',
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'cx'`,
      `set session authorization 'cx'`,
      'set role cx',
    ])('is refused "%s"', async (statement) => {
      expect(await attempt(clientOf(role), statement, OUTSIDE.test(statement))).toMatchObject({ code: REFUSED });
    });

    it('cannot become the role that owns the tables', async () => {
      const { roles } = databases.get(role[0]) as Awaited<ReturnType<typeof splitDatabase>>;
      for (const become of ['set role', 'set session authorization']) {
        const statement = `${become} ${pg.escapeIdentifier(roles.migrator)}`;
        expect(await attempt(clientOf(role), statement)).toMatchObject({ code: REFUSED });
      }
    });

    it('cannot connect to another database of the installation', async () => {
      const other = role[0] === 'scoring' ? 'delivery' : 'scoring';
      const { url } = databases.get(other) as Awaited<ReturnType<typeof splitDatabase>>;
      await expect(as(url, clientOf(role).user)).rejects.toMatchObject({ code: REFUSED });
    });
  });

  describe('the functions with the rights of the owner', () => {
    it('delete no batch that was acknowledged less than 35 days ago', async () => {
      const client = clientOf(['delivery', 'service']);
      for (const kept of [`'34 days 23 hours'`, `'0'`, `'-1 day'`, 'null']) {
        const asked = await attempt(client, `select delete_acknowledged_batches(${kept})`);
        expect(asked).toMatchObject({ code: 'P0001', message: expect.stringContaining('are kept for 35 days') });
      }
      expect(await attempt(client, `select delete_acknowledged_batches('35 days')`)).toEqual({});
    });

    it('go by notes that the service can neither write nor date', async () => {
      const note = `insert into acknowledged_by_all values ('observations', 1, now() - interval '40 days', 1, 1)`;
      expect(await attempt(clientOf(['delivery', 'service']), note)).toMatchObject({ code: REFUSED });
      const date = `update acknowledged_by_all set noted_at = now() - interval '40 days'`;
      expect(await attempt(clientOf(['delivery', 'service']), date)).toMatchObject({ code: REFUSED });
    });

    it('void milestones and no fact of a feed', async () => {
      const client = clientOf(['delivery', 'service']);
      const fact = (id: string, batch: string) => `
        insert into fact (case_ref, feed, fact_id, kind, happened_at, recorded_at, origin, body, body_sha256, batch_shard_id, batch_epoch, batch_number)
        values ('\\x00', 'carrier', '${id}', 'delivered', now(), now(), 1, '', sha256(''), ${batch})`;
      await client.query('begin');
      await client.query(fact('reported', 'null, null, null'));
      await client.query(fact('milestone', '1, 1, 7'));
      await client.query('select * from void_milestones(1, 1, 0)');
      await client.query('select * from void_milestones(null, null, null)');
      const { rows: left } = await client.query('select fact_id from fact');
      const { rows: spare } = await client.query('select fact_id from spare_milestone');
      await client.query('rollback');
      expect([left, spare]).toEqual([[{ fact_id: 'reported' }], [{ fact_id: 'milestone' }]]);
    });

    it('erase the facts of a case and keep its verdict, which the service can neither delete nor change itself', async () => {
      const client = clientOf(['delivery', 'service']);
      await client.query('begin');
      await client.query(`
        insert into fact (case_ref, feed, fact_id, kind, happened_at, recorded_at, origin, body, body_sha256)
        values (decode(repeat('07', 16), 'hex'), 'carrier', 'erased', 'delivered', now(), now(), 1, '', sha256(''))`);
      await client.query(`insert into case_file (case_ref, shard) values (decode(repeat('07', 16), 'hex'), 1)`);
      await client.query(`insert into judged_metric (metric, definition) values ('m', 1)`);
      await client.query(`insert into judged_unit (unit) values ('u')`);
      await client.query(
        `insert into finding (class, reason, responsible, origin, rules_position) values (1, '', '', 1, 0)`,
      );
      await client.query(`
        insert into verdict
          (case_number, judged_at, day, unit_number, version, hits, misses, finding_number, metric_number, part, cause)
        select case_number, now(), now(), unit_number, 1, 1, 0, finding_number, metric_number, '1Z', 'carrier/erased'
        from case_file, judged_unit, finding, judged_metric
        where case_ref = decode(repeat('07', 16), 'hex')`);
      const { rows } = await client.query(
        `select facts, verdicts from erase_cases(array[decode(repeat('07', 16), 'hex')], true)`,
      );
      const { rows: left } = await client.query(`select part, hits, cause from observation where metric = 'm'`);
      await client.query('rollback');
      expect(rows.map(({ facts, verdicts }) => [Number(facts), Number(verdicts)])).toEqual([[1, 1]]);
      expect(left).toEqual([{ part: expect.stringMatching(/^erased-/), hits: 1, cause: 'ERASED' }]);
    });

    it('find their tables also for a caller with a search path of its own', async () => {
      const client = clientOf(['delivery', 'service']);
      await client.query('set search_path = pg_catalog');
      expect(await attempt(client, `select public.delete_acknowledged_batches('35 days')`)).toEqual({});
      await client.query('reset search_path');
    });
  });

  it('the service of a department may lock a row and not change it', async () => {
    const client = clientOf(['delivery', 'service']);
    const key = (byte: string) => `decode(repeat('${byte}', 16), 'hex')`;
    for (const [table, values, column] of [
      ['case_file', `${key('ab')}, 1`, 'case_ref'],
      ['member', key('ab'), 'member_ref'],
    ]) {
      await client.query('begin');
      await client.query(`insert into ${table} values (${values})`);
      expect((await client.query(`select * from ${table} for update`)).rowCount).toBe(1);
      const change = client.query(`update ${table} set ${column} = ${key('cd')}`);
      await expect(change).rejects.toMatchObject({ message: `a row of ${table} never changes` });
      await client.query('rollback');
    }
  });
});
