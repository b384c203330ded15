import { AUDIT_MIGRATIONS } from '#libs/audit/store/migrations.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';

/** The tables of a department: cases, facts, verdicts, milestones, feeds. */
export const CASE_MIGRATIONS: MigrationSet = {
  name: 'cases',
  folder: new URL('./migrations/', import.meta.url),
  privileges: new URL('./privileges.sql', import.meta.url),
};

/** The database of a department: its cases, the batches that it seals, those that it receives, and its audit log. */
export const DEPARTMENT_MIGRATIONS: readonly MigrationSet[] = [
  CASE_MIGRATIONS,
  SOURCE_MIGRATIONS,
  READER_MIGRATIONS,
  AUDIT_MIGRATIONS,
];
