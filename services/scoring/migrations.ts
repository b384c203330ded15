import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';

/** Scoring's own database: what a reader of batches keeps, the counts, the snapshots, and the company's documents. */
export const MIGRATIONS: readonly MigrationSet[] = [
  READER_MIGRATIONS,
  { name: 'counts', folder: new URL('./counts/migrations/', import.meta.url) },
  { name: 'snapshots', folder: new URL('./periods/migrations/', import.meta.url) },
  { name: 'documents', folder: new URL('./documents/migrations/', import.meta.url) },
];
