import type { MigrationSet } from '#libs/postgres/migrate.js';

/** Scoring's own database: what a reader of batches keeps, the counts, and the snapshots. */
export const MIGRATIONS: readonly MigrationSet[] = [
  { name: 'receiver', folder: new URL('../../libs/batches/migrations-receiver/', import.meta.url) },
  { name: 'counts', folder: new URL('./counts/migrations/', import.meta.url) },
  { name: 'snapshots', folder: new URL('./snapshots/migrations/', import.meta.url) },
];
