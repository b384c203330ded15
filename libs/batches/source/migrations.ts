import type { MigrationSet } from '#libs/postgres/migrate.js';

/** The tables of a source of batches: its shards, the outbox and the sealed batches. */
export const SOURCE_MIGRATIONS: MigrationSet = {
  name: 'batches',
  folder: new URL('./migrations/', import.meta.url),
  privileges: new URL('./privileges.sql', import.meta.url),
};
