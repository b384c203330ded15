import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addReader } from '#deploy/local/database-roles.js';
import { splitDatabase } from '#test/stack/database.js';
import { as, attempt } from '#test/stack/database-privileges.js';

/** insufficient_privilege */
const REFUSED = '42501';
const DEPARTMENTS = ['ordering', 'warehouse', 'delivery'] as const;

/** Roles that read scoring's database with tools of their own: each may see the counts and indexes of its departments only. */
describe('a reader of scoring', () => {
  let database: Awaited<ReturnType<typeof splitDatabase>>;
  const readers = new Map<string, pg.Client>();
  const reader = (name: string) => readers.get(name) as pg.Client;
  const MAY_SEE = {
    delivery: ['delivery'],
    warehouse: ['warehouse'],
    both: ['delivery', 'warehouse'],
    nothing: [],
  } as const satisfies Readonly<Record<string, readonly string[]>>;
  const NAMES = Object.keys(MAY_SEE) as (keyof typeof MAY_SEE)[];

  beforeAll(async () => {
    database = await splitDatabase('scoring');
    const admin = await as(database.url);
    const content = {
      inputs: DEPARTMENTS.map((department, place) => ({ department, indexE4: 800_000 + place })),
    };
    await admin.query(
      `insert into snapshot
       select '2018-08', 1, bytes, sha256(bytes), gen_random_uuid(), sha256(''), 'hr', now()
       from convert_to($1, 'UTF8') as bytes`,
      [JSON.stringify(content)],
    );
    for (const [place, department] of DEPARTMENTS.entries()) {
      await admin.query(`insert into shard (source, carries, shard) values ($1, 'observations', 1)`, [department]);
      await admin.query(
        `insert into cell select shard_id, 1, 'on_time', 1, 'area/sp', '2018-08-03', 1, '', '', 2 from shard where source = $1`,
        [department],
      );
      await admin.query(`insert into cell_count select shard_id, 1, $2, 2, 1, 0 from shard where source = $1`, [
        department,
        10 + place,
      ]);
    }
    for (const name of NAMES) {
      const role = nameOf(name);
      if (name === 'nothing') {
        await admin.query(`create role ${pg.escapeIdentifier(role)} login in role ${database.roles.readers}`);
      }
      for (const department of MAY_SEE[name]) await addReader(database.url, role, department);
      await admin.query(`alter role ${pg.escapeIdentifier(role)} password 'cx'`);
      readers.set(name, await as(database.url, role));
    }
    await admin.end();
  });
  afterAll(async () => {
    const roles = NAMES.map(nameOf);
    for (const client of readers.values()) await client.end();
    const admin = await as(database.url);
    for (const role of roles) await admin.query(`drop role ${pg.escapeIdentifier(role)}`);
    await admin.end();
    await database.drop();
  });

  const nameOf = (name: string) => `${database.roles.readers}_${name}`;
  const listed = async (name: string, statement: string) =>
    (await reader(name).query<{ one: unknown }>(statement)).rows.map(({ one }) => one);

  it.each(NAMES)('"%s" sees the counts and indexes of its departments', async (name) => {
    const own = MAY_SEE[name];
    expect(await listed(name, 'select department as one from department_count order by 1')).toEqual(own);
    expect(await listed(name, 'select department as one from department_index order by 1')).toEqual(own);
    expect(await listed(name, 'select source as one from shard order by 1')).toEqual(own);
    for (const table of ['cell', 'cell_count']) {
      expect(await listed(name, `select count(*)::integer as one from ${table}`)).toEqual([own.length]);
    }
  });

  it('gets the current counts and the figures of the snapshot', async () => {
    expect((await reader('delivery').query('select * from department_count')).rows).toMatchObject([
      { metric: 'on_time', unit: 'area/sp', class: 1, hits: '11', misses: '2' }, // 12 hits, 1 of them retracted
    ]);
    expect((await reader('delivery').query('select * from department_index')).rows).toMatchObject([
      { period: '2018-08', version: 1, figures: { department: 'delivery', indexE4: 800_002 } },
    ]);
  });

  it.each([
    `set cx.department = 'warehouse'`,
    `select set_config('cx.department', 'warehouse', false)`,
    `set "request.jwt.claims" = '{"department": "warehouse"}'`,
    `set application_name = 'warehouse'`,
    `set search_path = pg_temp, public`,
    'set role none',
  ])('sees no more after "%s"', async (statement) => {
    await reader('delivery').query(statement);
    expect(await listed('delivery', 'select department as one from department_count')).toEqual(['delivery']);
    expect(await listed('delivery', 'select department as one from department_index')).toEqual(['delivery']);
    await reader('delivery').query('reset all');
  });

  it('is refused a query in which it turned row-level security off', async () => {
    const statement = 'set local row_security = off; select * from cell';
    expect(await attempt(reader('delivery'), statement)).toMatchObject({
      code: REFUSED,
      message: expect.stringContaining('would be affected by row-level security policy'),
    });
  });

  it('copies no more out than it may see', async () => {
    for (const statement of ['copy cell_count to stdout', 'copy (select * from department_index) to stdout']) {
      expect((await reader('delivery').query(statement)).rowCount).toBe(1);
    }
  });

  it.each([
    'select * from reader',
    `insert into reader values (session_user, 'warehouse')`,
    'select * from snapshot',
    'select * from snapshot_cut',
    'select * from batch_archive',
    'select * from document_version',
    'select * from quarantine',
    'copy snapshot to stdout',
    'delete from cell_count',
    'update cell_count set hits = 0',
  ])('is refused "%s"', async (statement) => {
    expect(await attempt(reader('delivery'), statement)).toMatchObject({ code: REFUSED });
  });

  it('cannot take the name of another reader', async () => {
    for (const become of ['set role', 'set session authorization']) {
      const statement = `${become} ${pg.escapeIdentifier(nameOf('warehouse'))}`;
      expect(await attempt(reader('delivery'), statement)).toMatchObject({ code: REFUSED });
    }
  });

  it('learns nothing of other departments from the errors of its own conditions', async () => {
    // A division by zero in a row that the reader may not see would tell that this row is there.
    const condition = (hits: number) => `select count(*) from cell_count where 1 / (hits - ${hits}) > 5`;
    expect(await attempt(reader('delivery'), condition(12))).toMatchObject({ code: '22012' }); // its own row
    expect(await attempt(reader('delivery'), condition(11))).toEqual({}); // the row of the warehouse
    const ofIndex = (place: number) =>
      `select count(*) from department_index where 1 / ((figures ->> 'indexE4')::integer - ${800_000 + place}) > 5`;
    expect(await attempt(reader('delivery'), ofIndex(2))).toMatchObject({ code: '22012' });
    expect(await attempt(reader('delivery'), ofIndex(1))).toEqual({});
  });

  it('loses what was taken away at once', async () => {
    const admin = await as(database.url);
    await admin.query(`delete from reader where role_name = $1 and department = 'warehouse'`, [nameOf('both')]);
    expect(await listed('both', 'select department as one from department_count')).toEqual(['delivery']);
    await addReader(database.url, nameOf('both'), 'warehouse');
    await admin.end();
  });
});
