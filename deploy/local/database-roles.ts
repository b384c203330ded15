import { readFileSync } from 'node:fs';
import pg from 'pg';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import type { Source } from '#libs/domain/source.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';
import { openDatabase } from '#libs/postgres/open.js';
import { withVariables } from '#libs/postgres/variables.js';
import { MIGRATIONS as PAYOUT_MIGRATIONS } from '#services/payout/migrations.js';
import { MIGRATIONS as SCORING_MIGRATIONS } from '#services/scoring/migrations.js';
import { MIGRATIONS as SIGNER_MIGRATIONS } from '#services/signer/migrations.js';

/** The processes that have a database each. */
export type DatabaseOwner = Source | 'scoring' | 'signer' | 'payout';

export interface ServiceDatabase {
  readonly service: DatabaseOwner;
  /** postgres://... of the database, as an administrator. */
  readonly adminUrl: string;
  /** The passwords of the role that owns the tables, and of the role of the service. */
  readonly passwords: { readonly migrator: string; readonly service: string };
}

/**
 * Splits the roles of the database of one service as deploy/postgres describes it, migrates it, and grants the service what it needs.
 * May be repeated at every start. The roles are named for the database, see `rolesOf`.
 *
 * @returns the address for the service, with the role that has the least privileges
 */
export async function prepareDatabase({ service, adminUrl, passwords }: ServiceDatabase): Promise<string> {
  const roles = rolesOf(adminUrl);
  const readers = service === 'scoring' ? { readers: roles.readers } : {};
  const urls = await prepareRoles({ service, adminUrl, passwords });
  const { database } = await openDatabase(
    { url: urls.migrator, name: `cx-migrate-${service}`, poolSize: 1 },
    {
      migrations: migrationsOf(service),
      roles: { service: roles.service, ...readers },
      stopping: new AbortController().signal,
      onWaiting: () => undefined,
    },
  );
  await database.close();
  return urls.service;
}

function migrationsOf(service: DatabaseOwner): readonly MigrationSet[] {
  if (service === 'scoring') return SCORING_MIGRATIONS;
  if (service === 'payout') return PAYOUT_MIGRATIONS;
  return service === 'signer' ? SIGNER_MIGRATIONS : DEPARTMENT_MIGRATIONS;
}

/** Splits the roles of the database of one service and migrates nothing. Returns the address of each role. */
export async function prepareRoles({ service, adminUrl, passwords }: ServiceDatabase) {
  const roles = rolesOf(adminUrl);
  await asAdmin(adminUrl, async (admin) => {
    await admin.query(sqlOf('roles', roles));
    for (const which of ['migrator', 'service'] as const) {
      const [role, password] = [pg.escapeIdentifier(roles[which]), pg.escapeLiteral(passwords[which])];
      await admin.query(`alter role ${role} password ${password}`);
    }
    if (service === 'scoring') await admin.query(sqlOf('readers', { readers: roles.readers }));
  });
  return {
    migrator: as(roles.migrator, passwords.migrator, adminUrl),
    service: as(roles.service, passwords.service, adminUrl),
  };
}

/** The roles of a database: "cx_scoring_owner", "cx_scoring", and in scoring's database the group "cx_scoring_readers". */
export function rolesOf(adminUrl: string) {
  const name = decodeURIComponent(new URL(adminUrl).pathname.slice(1));
  return { migrator: `${name}_owner`, service: name, readers: `${name}_readers` } as const;
}

/** Lets a role read the figures of one department in the database of scoring. */
export async function addReader(adminUrl: string, reader: string, department: string): Promise<void> {
  const { readers } = rolesOf(adminUrl);
  await asAdmin(adminUrl, (admin) => admin.query(sqlOf('reader', { readers, reader, department })));
}

function sqlOf(file: string, variables: Readonly<Record<string, string>>): string {
  return withVariables(readFileSync(new URL(`../postgres/${file}.sql`, import.meta.url), 'utf8'), variables);
}

function as(role: string, password: string, address: string): string {
  const url = new URL(address);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.href;
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
