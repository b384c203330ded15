import { readFileSync } from 'node:fs';
import { CxError } from '#libs/domain/error.js';
import type { Transaction } from './database.js';
import { sqlFolder } from './sql.js';
import { withVariables } from './variables.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The roles that use a database whose tables belong to another role. */
export interface ServingRoles {
  /** The role that the process logs in as: "cx_delivery". */
  readonly service: string;
  /** The group of the roles that read figures of one department; unset where the database has no such readers. */
  readonly readers?: string;
}

/**
 * Grants each role exactly what the files say: everything else is revoked first, in the same transaction, so no other
 * transaction sees a role without its privileges.
 *
 * @throws {CxError} STORE_MISCONFIGURED when a role does not exist, or is the role that runs this
 */
export async function grantPrivileges(tx: Transaction, files: readonly URL[], roles: ServingRoles): Promise<void> {
  for (const role of [roles.service, roles.readers]) if (role !== undefined) await refuseUnfit(tx, role);
  await tx.execute(filled(sql('revoke-everything').text, roles));
  for (const file of files) await tx.execute(filled(readFileSync(file, 'utf8'), roles));
}

async function refuseUnfit(tx: Transaction, role: string): Promise<void> {
  const [found] = await tx.query<{ is_own: boolean }>(sql('find-role'), [role]);
  if (found === undefined) throw unfit(`there is no role ${role}; create it with deploy/postgres/roles.sql`);
  if (found.is_own) {
    throw unfit(
      `the role ${role} owns the tables, so it may do everything; migrate with another role than the service has`,
    );
  }
}

function unfit(why: string): CxError {
  return new CxError('STORE_MISCONFIGURED', `the privileges cannot be granted: ${why}`);
}

/** Where a database has no readers, everything from `-- readers` to `-- end of readers` is left out. */
function filled(text: string, { service, readers }: ServingRoles): string {
  const wanted = readers === undefined ? text.replace(/^-- readers$[\s\S]*?^-- end of readers$/gm, '') : text;
  return withVariables(wanted, { service, readers: readers ?? service });
}
