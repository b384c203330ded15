import type { MigrationSet } from '#libs/postgres/migrate.js';

/** The tables of a reader of batches: its progress per shard and epoch, the hashes it applied, and the quarantine. */
export const READER_MIGRATIONS: MigrationSet = {
  name: 'receiver',
  folder: new URL('./migrations/', import.meta.url),
  privileges: new URL('./privileges.sql', import.meta.url),
};
