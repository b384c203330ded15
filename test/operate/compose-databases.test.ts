import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVICES } from '#deploy/local/services.js';
import { findTool } from '#test/foreign/tools.js';
import { type OtherPostgres, startOtherPostgres } from '#test/stack/other-postgres.js';
import { runProgram } from '#test/stack/run-cx.js';

const tool = await findTool('postgresql-client');
if ('reason' in tool) console.warn(`\nTHE DATABASES OF COMPOSE ARE NOT TESTED: ${tool.reason}\n`);

/** The containers cannot run here. The script that makes their databases is a shell script for psql, and runs as it is, at other paths. */
describe.skipIf('reason' in tool)('deploy/compose/postgres-databases.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-compose-'));
  let postgres: OtherPostgres;

  const passwordOf = (role: string) => `password of ${role} 'with' "quotes"`;
  /** @returns the SQLSTATE, or undefined when PostgreSQL did it */
  const refusalTo = async (role: string, password: string, database: string, statement: string) => {
    const url = new URL(postgres.url(database));
    const given = { host: url.hostname, port: Number(url.port), database, user: role, password: passwordOf(password) };
    const session = new pg.Client(given);
    try {
      await session.connect();
      await session.query(statement);
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await session.end();
    }
  };

  beforeAll(async () => {
    postgres = await startOtherPostgres('postgres-17', { password: 'cx' });
    for (const secret of [...SERVICES, 'signer', 'payout', 'migrate', 'issuer-database'])
      writeFileSync(join(folder, `${secret}-password`), passwordOf(secret));
    const script = readFileSync('deploy/compose/postgres-databases.sh', 'utf8')
      .replaceAll('/run/secrets', folder)
      .replaceAll('/etc/cx/roles.sql', 'deploy/postgres/roles.sql')
      .replace('-U postgres', '-U cx');
    const file = join(folder, 'databases.sh');
    writeFileSync(file, script);
    const { hostname, port } = new URL(postgres.url('postgres'));
    const env = { PGHOST: hostname, PGPORT: port, PGPASSWORD: 'cx', PGDATABASE: 'postgres' };
    expect(await runProgram('sh', [file], env)).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(SERVICES)('makes the database of %s, whose role may log in and create nothing', async (name) => {
    const as = (statement: string, database = `cx_${name}`) => refusalTo(`cx_${name}`, name, database, statement);
    expect(await as('select 1')).toBeUndefined();
    expect(await as('create table own (id integer)')).toBe('42501');
    expect(await as('select 1', name === 'scoring' ? 'cx_support' : 'cx_scoring')).toBe('42501');
  });

  it.each(SERVICES)('lets the role that migrates create the tables of %s', async (name) => {
    expect(await refusalTo('cx_migrate', 'migrate', `cx_${name}`, 'create table made (id integer)')).toBeUndefined();
    expect(await refusalTo(`cx_${name}`, name, `cx_${name}`, 'drop table made')).toBe('42501');
  });

  it('makes a database for the issuer, and lets it into no other one', async () => {
    expect(await refusalTo('issuer', 'issuer-database', 'issuer', 'create table own (id integer)')).toBeUndefined();
    expect(await refusalTo('issuer', 'issuer-database', 'cx_scoring', 'select 1')).toBe('42501');
  });
});
