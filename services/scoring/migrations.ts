import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';

/** Scoring's own database: what a reader and a sender of batches keep, the counts, the snapshots, and the company's documents. */
export const MIGRATIONS: readonly MigrationSet[] = [
  READER_MIGRATIONS,
  SOURCE_MIGRATIONS,
  { name: 'counts', folder: new URL('./counts/migrations/', import.meta.url) },
  { name: 'snapshots', folder: new URL('./periods/migrations/', import.meta.url) },
  { name: 'documents', folder: new URL('./documents/migrations/', import.meta.url) },
];
