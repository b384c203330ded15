import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { inject } from 'vitest';
import { prepareDatabase, rolesOf } from '#deploy/local/database-roles.js';
import type { Source } from '#libs/domain/source.js';
import { Database } from '#libs/postgres/database.js';
import { type MigrationSet, migrate } from '#libs/postgres/migrate.js';

/** An empty database of its own for one test file; its address leads through pgbouncer when this run has one. */
export async function freshDatabase(prefix: string): Promise<FreshDatabase> {
  return await databaseOfThisRun(prefix);
}

/**
 * The same with the tables of these sets. The server copies a database that was migrated once: that takes a fifth of the time of
 * migrating. Through pgbouncer each is migrated, because that shall work there, too.
 */
export async function migratedDatabase(prefix: string, sets: readonly MigrationSet[]): Promise<FreshDatabase> {
  if (inject('poolerPort') === 0) return await databaseOfThisRun(prefix, await templateOf(sets));
  const fresh = await databaseOfThisRun(prefix);
  await migrated(fresh.url, sets);
  return fresh;
}

export interface FreshDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

async function databaseOfThisRun(prefix: string, template?: string): Promise<FreshDatabase> {
  const { url, drop } = await databaseOn(inject('pgUrl'), prefix, template);
  const pooled = new URL(url);
  const pooler = inject('poolerPort');
  if (pooler !== 0) pooled.port = String(pooler);
  return { url: pooled.href, drop };
}

async function migrated(url: string, sets: readonly MigrationSet[]): Promise<void> {
  const database = new Database({ url, name: 'cx-test', poolSize: 1 });
  await migrate(database, sets).finally(() => database.close());
}

/** By the server and name of each template: two tests of one file may want it at once. */
const templates = new Map<string, Promise<void>>();

/** The name of the database that is copied. The files of a run share the server, so it may be there. */
async function templateOf(sets: readonly MigrationSet[]): Promise<string> {
  const server = inject('pgUrl');
  const name = `template_${hashOf(sets)}`;
  const key = `${server} ${name}`;
  const made = templates.get(key) ?? makeTemplate(server, name, sets);
  templates.set(key, made);
  await made;
  return name;
}

async function makeTemplate(server: string, name: string, sets: readonly MigrationSet[]): Promise<void> {
  const [known] = await asAdmin(server, `select 1 from pg_database where datname = ${pg.escapeLiteral(name)}`);
  if (known !== undefined) return;
  const { url } = await databaseOn(server, 'making');
  await migrated(url, sets);
  // It gets its name when it is whole.
  const making = pg.escapeIdentifier(new URL(url).pathname.slice(1));
  await asAdmin(server, `alter database ${making} rename to ${pg.escapeIdentifier(name)}`);
}

function hashOf(sets: readonly MigrationSet[]): string {
  const hash = createHash('sha256');
  for (const { name, folder } of sets) {
    for (const file of readdirSync(folder).sort()) {
      if (file.endsWith('.sql')) hash.update(`${name}/${file}\n`).update(readFileSync(new URL(file, folder)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function databaseOn(server: string, prefix: string, template?: string) {
  const name = `${prefix}_${randomBytes(4).toString('hex')}`;
  const copied = template === undefined ? '' : ` template ${pg.escapeIdentifier(template)}`;
  await asAdmin(server, `create database ${pg.escapeIdentifier(name)}${copied}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const drop = async () => void (await asAdmin(server, `drop database ${pg.escapeIdentifier(name)} with (force)`));
  return { url: url.href, drop };
}

/** The password of every role that tests make. */
const PASSWORD = 'cx';

/**
 * A database of its own with the roles of deploy/postgres, migrated: one role owns the tables, and the service has the least privileges.
 * `url` is that of a superuser, `ownerUrl` that of the owner, `serviceUrl` that of the service.
 *
 * @param server  the address of another server than that of this run, as a superuser
 */
export async function splitDatabase(service: Source | 'scoring' | 'signer' | 'payout', server?: string) {
  const prefix = `split_${service}`;
  const { url, drop } = await (server === undefined ? freshDatabase(prefix) : databaseOn(server, prefix));
  const roles = rolesOf(url);
  const serviceUrl = await prepareDatabase({
    service,
    adminUrl: url,
    passwords: { migrator: PASSWORD, service: PASSWORD },
  });
  const dropAll = async () => {
    await drop();
    for (const role of Object.values(roles))
      await asAdmin(server ?? inject('pgUrl'), `drop role if exists ${pg.escapeIdentifier(role)}`);
  };
  const ownerUrl = new URL(url);
  ownerUrl.username = roles.migrator;
  ownerUrl.password = PASSWORD;
  return { url, serviceUrl, ownerUrl: ownerUrl.href, roles, drop: dropAll };
}

async function asAdmin(server: string, sql: string): Promise<readonly object[]> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    const { rows } = await admin.query<object>(sql);
    return rows;
  } finally {
    await admin.end();
  }
}
