import { AUDIT_MIGRATIONS } from '#libs/audit/store/migrations.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';

/** The database of the signer holds its audit log and nothing else. Keys are in a file. */
export const MIGRATIONS: readonly MigrationSet[] = [AUDIT_MIGRATIONS];
