import { AUDIT_MIGRATIONS } from '#libs/audit/store/migrations.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';

/** The database of the payout process: manifests with their signatures, and its audit log. No roster and no payee. */
export const MIGRATIONS: readonly MigrationSet[] = [
  {
    name: 'payouts',
    folder: new URL('./store/migrations/', import.meta.url),
    privileges: new URL('./store/privileges.sql', import.meta.url),
  },
  AUDIT_MIGRATIONS,
];
