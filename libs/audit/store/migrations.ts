import type { MigrationSet } from '#libs/postgres/migrate.js';

/** The table of the audit log, the same in scoring and in every department. */
export const AUDIT_MIGRATIONS: MigrationSet = {
  name: 'audit',
  folder: new URL('./migrations/', import.meta.url),
  privileges: new URL('./privileges.sql', import.meta.url),
};
