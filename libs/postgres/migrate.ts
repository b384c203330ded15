import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Database, Transaction } from './database.js';
import { sqlFolder } from './sql.js';

/** Migrations with one subject, numbered on their own: a library's tables, or a service's. */
export interface MigrationSet {
  /** "cases" */
  readonly name: string;
  /** Holds 0001_name.sql, 0002_name.sql, ...; ends with a slash. */
  readonly folder: URL;
}

const sql = sqlFolder(import.meta.url, './sql/');

/** A row of the ledger. */
interface Applied {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

interface Migration extends Applied {
  readonly text: string;
}

/** How long a process waits for another one that is migrating, and how long one migration may take. */
const PATIENCE_MS = 10 * 60_000;
/** A number that no other program uses for an advisory lock in these databases. */
const LOCK = 7_310_263_151n;

/**
 * Brings a database to the newest migrations of all sets, in the order of the sets, in one transaction: all or nothing.
 * Processes that start at once wait for the first and then find nothing to do.
 *
 * @returns what was applied, "cases/0001_facts"; empty when the database was at its head
 * @throws when a migration that was applied is changed or gone (then the database is newer than this program, or the
 *         file was edited), or when the files are not numbered 1, 2, 3 ...
 */
export async function migrate(database: Database, sets: readonly MigrationSet[]): Promise<string[]> {
  const known = sets.map((set) => ({ set: set.name, migrations: readMigrations(set) }));
  return await database.transaction(
    async (tx) => {
      await tx.execute(sql('take-migration-lock'), [LOCK]);
      await tx.execute(sql('create-ledger'));
      const applied: string[] = [];
      for (const { set, migrations } of known) applied.push(...(await advance(tx, set, migrations)));
      return applied;
    },
    { statementTimeoutMs: PATIENCE_MS },
  );
}

/** Why a process cannot use its database now, one sentence: it does not answer, or its tables are of another version. */
export async function whyNotUsable(database: Database, sets: readonly MigrationSet[]): Promise<string | undefined> {
  try {
    const why = await database.whyUnreachable();
    if (why !== undefined) return why;
    return (await isAtHead(database, sets)) ? undefined : 'the tables of the database are of another version';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether every migration is applied, unchanged, and none is unknown: what readiness asks. Changes nothing. */
export async function isAtHead(database: Database, sets: readonly MigrationSet[]): Promise<boolean> {
  for (const set of sets) {
    const ledger = await database.query<Applied>(sql('list-migrations'), [set.name]);
    const wanted = readMigrations(set).map(({ sha256 }) => sha256);
    if (ledger.map(({ sha256 }) => sha256).join() !== wanted.join()) return false;
  }
  return true;
}

async function advance(tx: Transaction, set: string, migrations: readonly Migration[]): Promise<string[]> {
  const ledger = await tx.query<Applied>(sql('list-migrations'), [set]);
  for (const row of ledger) refuseRewrittenHistory(set, row, migrations[row.number - 1]);

  const missing = migrations.slice(ledger.length);
  for (const { number, name, text, sha256 } of missing) {
    await tx.execute(text);
    await tx.execute(sql('add-migration'), [set, number, name, sha256]);
  }
  return missing.map(({ name }) => `${set}/${name}`);
}

function refuseRewrittenHistory(set: string, row: Applied, file: Migration | undefined): void {
  if (file === undefined) {
    throw new Error(`the database has migration ${set}/${row.name}, this program does not: it is older than its data`);
  }
  if (file.sha256 !== row.sha256) {
    throw new Error(`migration ${set}/${file.name} was changed after it had been applied as ${set}/${row.name}`);
  }
}

function readMigrations({ name: set, folder }: MigrationSet): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.sort().map((file, index) => {
    const number = index + 1;
    if (!/^\d{4}_[a-z0-9_-]+\.sql$/.test(file) || Number(file.slice(0, 4)) !== number) {
      throw new Error(
        `migration ${set}/${file} should be number ${number}, written ${String(number).padStart(4, '0')}_name.sql`,
      );
    }
    const text = readFileSync(new URL(file, folder), 'utf8');
    return { number, name: file.slice(0, -4), text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}
