import type { MigrationSet } from '#libs/postgres/migrate.js';

/** The tables of a department: cases, facts, verdicts, milestones, feeds. */
export const CASE_MIGRATIONS: MigrationSet = { name: 'cases', folder: new URL('./migrations/', import.meta.url) };
