import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { prepareDatabase, rolesOf } from '#deploy/local/database-roles.js';
import type { Source } from '#libs/domain/source.js';

/** An empty database of its own for one test file; its address leads through pgbouncer when this run has one. */
export async function freshDatabase(prefix: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const { url, drop } = await databaseOn(inject('pgUrl'), prefix);
  const pooled = new URL(url);
  const pooler = inject('poolerPort');
  if (pooler !== 0) pooled.port = String(pooler);
  return { url: pooled.href, drop };
}

async function databaseOn(server: string, prefix: string) {
  const name = `${prefix}_${randomBytes(4).toString('hex')}`;
  await asAdmin(server, `create database ${pg.escapeIdentifier(name)}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(server, `drop database ${pg.escapeIdentifier(name)} with (force)`) };
}

/** The password of every role that tests make. */
const PASSWORD = 'cx';

/**
 * A database of its own with the roles of deploy/postgres, migrated: one role owns the tables, and the service has the least privileges.
 * `url` is that of a superuser, `ownerUrl` that of the owner, `serviceUrl` that of the service.
 *
 * @param server  the address of another server than that of this run, as a superuser
 */
export async function splitDatabase(service: Source | 'scoring', server?: string) {
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

async function asAdmin(server: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
