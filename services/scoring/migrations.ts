import { AUDIT_MIGRATIONS } from '#libs/audit/store/migrations.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import type { MigrationSet } from '#libs/postgres/migrate.js';

const setIn = (name: string, room: string): MigrationSet => ({
  name,
  folder: new URL(`${room}migrations/`, import.meta.url),
  privileges: new URL(`${room}privileges.sql`, import.meta.url),
});

/** Scoring's own database: what a reader and a sender of batches keep, the counts, the snapshots with their records and exports, the company's documents, what is contested, what is adjusted after a close, the messages to subscribers, and its audit log. */
export const MIGRATIONS: readonly MigrationSet[] = [
  READER_MIGRATIONS,
  SOURCE_MIGRATIONS,
  setIn('counts', './counts/'),
  setIn('snapshots', './periods/'),
  setIn('records', './records/'),
  setIn('exports', './exports/'),
  setIn('documents', './documents/'),
  setIn('contests', './contests/'),
  setIn('adjustments', './adjustments/'),
  setIn('webhooks', './webhooks/'),
  AUDIT_MIGRATIONS,
];
