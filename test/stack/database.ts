import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** An empty database of its own for one test file; its address leads through pgbouncer when this run has one. */
export async function freshDatabase(prefix: string): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = `${prefix}_${randomBytes(4).toString('hex')}`;
  await asAdmin(`create database ${pg.escapeIdentifier(name)}`);
  const url = new URL(inject('pgUrl'));
  url.pathname = `/${name}`;
  const pooler = inject('poolerPort');
  if (pooler !== 0) url.port = String(pooler);
  return { url: url.href, drop: () => asAdmin(`drop database ${pg.escapeIdentifier(name)} with (force)`) };
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('pgUrl') });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
