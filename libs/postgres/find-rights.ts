import { readFileSync } from 'node:fs';
import type { DatabaseRights } from '#libs/domain/database-rights.js';
import type { Database } from './database.js';
import { insertOnlyTables } from './insert-only.js';
import type { MigrationSet } from './migrate.js';
import { sqlFolder } from './sql.js';

const sql = sqlFolder(import.meta.url, './sql/');

interface RightsRow {
  readonly role: string;
  readonly is_superuser: boolean;
  readonly bypasses_rows: boolean;
  readonly owns_tables: boolean;
  readonly rewritable: readonly string[];
  readonly is_encrypted: boolean;
  readonly is_remote: boolean;
}

/**
 * What the role of this process may do in its database beyond what it needs, as the server sees it.
 *
 * @param sets  their privileges say to which tables the process only adds
 */
export async function findRights(
  database: Pick<Database, 'query'>,
  sets: readonly MigrationSet[],
): Promise<DatabaseRights> {
  const files = sets.flatMap(({ privileges }) => privileges ?? []);
  const insertOnly = insertOnlyTables(files.map((file) => readFileSync(file, 'utf8')));
  const [row] = await database.query<RightsRow>(sql('find-rights'), [insertOnly]);
  if (row === undefined) throw new Error('PostgreSQL does not know the role that asks it');
  return {
    role: row.role,
    isSuperuser: row.is_superuser,
    bypassesRows: row.bypasses_rows,
    ownsTables: row.owns_tables,
    rewritable: row.rewritable,
    isEncrypted: row.is_encrypted,
    isRemote: row.is_remote,
  };
}
