import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { CxError } from '#libs/domain/error.js';
import type { Database, Transaction } from './database.js';
import { grantPrivileges, type ServingRoles } from './privileges.js';
import { sqlFolder } from './sql.js';

/** Migrations with one subject, numbered on their own: a library's tables, or a service's. */
export interface MigrationSet {
  /** "cases" */
  readonly name: string;
  /** Holds 0001_name.sql, 0002_name.sql, ...; ends with a slash. */
  readonly folder: URL;
  /** The file with what the other roles may do with the tables of this set; unset: nothing. */
  readonly privileges?: URL;
}

const sql = sqlFolder(import.meta.url, './sql/');

/** A row of the ledger. */
interface Applied {
  readonly set: string;
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
}

interface Migration extends Applied {
  readonly text: string;
}

/**
 * A migration keeps the versions before it working, so that versions run side by side in an upgrade and an older one can come back. One
 * that takes away what an older version needs has this mark in its name, and no older version uses the database after it.
 */
const BREAKING = /^\d{4}_breaking_/;

/** How long a process waits for another one that is migrating, and how long one migration may take. */
const PATIENCE_MS = 10 * 60_000;
/** A number that no other program uses for an advisory lock in these databases. */
const LOCK = 7_310_263_151n;

/**
 * Brings a database to the newest migrations of all sets, in the order of the sets, in one transaction: all or nothing.
 * Processes that start at once wait for the first and then find nothing to do. A database that is newer than this program stays as it
 * is, its privileges too, because the newer version may be running beside this one.
 *
 * @param roles  roles that do not own the tables; they get the privileges that they need, no more. Undefined: nothing is granted
 * @returns what was applied, "cases/0001_facts"; empty when the database was at its head, or beyond it
 * @throws {CxError} STORE_MISCONFIGURED when a newer version applied a breaking migration
 * @throws when a migration that was applied was changed, when the files are not numbered 1, 2, 3 ..., and when the database has
 *         migrations that this program does not know and lacks others that it knows
 */
export async function migrate(
  database: Database,
  sets: readonly MigrationSet[],
  roles?: ServingRoles,
): Promise<string[]> {
  const known = sets.map(readMigrations);
  return await database.transaction(
    async (tx) => {
      await tx.execute(sql('take-migration-lock'), [LOCK]);
      await tx.execute(sql('create-ledger'));
      const { missing, later } = compared(known, await tx.query<Applied>(sql('list-migrations'), []));
      if (later.length > 0) {
        if (missing.length === 0) return [];
        throw new Error(
          `the database has ${namesOf(later)}, which this program does not know, and lacks ${namesOf(missing)}`,
        );
      }
      for (const migration of missing) await apply(tx, migration);
      const files = sets.flatMap(({ privileges }) => privileges ?? []);
      if (roles !== undefined) await grantPrivileges(tx, files, roles);
      return missing.map(nameOf);
    },
    { statementTimeoutMs: PATIENCE_MS },
  );
}

/** Why a process cannot use its database now, one sentence: it does not answer, or its tables are of another version. */
export async function whyNotUsable(database: Database, sets: readonly MigrationSet[]): Promise<string | undefined> {
  try {
    const why = await database.whyUnreachable();
    if (why !== undefined) return why;
    const { missing } = await compareMigrations(database, sets);
    return missing.length === 0 ? undefined : 'the tables of the database are of another version';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** How a database and a program differ; names are written "cases/0001_facts". */
export interface ComparedMigrations {
  /** What this program needs and the database has not. */
  readonly missing: readonly string[];
  /** What a newer version applied. They keep this program working. */
  readonly later: readonly string[];
}

/**
 * Compares a database with the migrations of this program. Changes nothing.
 *
 * @throws {CxError} STORE_MISCONFIGURED when a newer version applied a breaking migration
 * @throws when a migration was changed after it had been applied
 */
export async function compareMigrations(
  database: Database,
  sets: readonly MigrationSet[],
): Promise<ComparedMigrations> {
  const [found] = await database.query<{ readonly hasLedger: boolean }>(sql('has-ledger'), []);
  const ledger = found?.hasLedger === true ? await database.query<Applied>(sql('list-migrations'), []) : [];
  const { missing, later } = compared(sets.map(readMigrations), ledger);
  return { missing: missing.map(nameOf), later: later.map(nameOf) };
}

/** @param known  the migrations of each set, in order */
function compared(known: readonly (readonly Migration[])[], ledger: readonly Applied[]) {
  const applied = new Map(ledger.map((row) => [`${row.set} ${row.number}`, row]));
  const missing: Migration[] = [];
  for (const file of known.flat()) {
    const key = `${file.set} ${file.number}`;
    const row = applied.get(key);
    if (row === undefined) missing.push(file);
    else if (row.sha256 !== file.sha256) {
      throw new Error(`migration ${nameOf(file)} was changed after it had been applied as ${nameOf(row)}`);
    }
    applied.delete(key);
  }
  const later = [...applied.values()];
  const breaking = later.find(({ name }) => BREAKING.test(name));
  if (breaking !== undefined) throw tooOld(breaking);
  return { missing, later };
}

function tooOld(breaking: Applied): CxError {
  return new CxError(
    'STORE_MISCONFIGURED',
    `this version is too old for the database: a newer one applied ${nameOf(breaking)}, which takes away what this one needs; start the newer version, or restore the backup from before that migration`,
  );
}

function nameOf({ set, name }: Applied): string {
  return `${set}/${name}`;
}

function namesOf(migrations: readonly Applied[]): string {
  return migrations.map(nameOf).join(', ');
}

async function apply(tx: Transaction, { set, number, name, text, sha256 }: Migration): Promise<void> {
  await tx.execute(text);
  await tx.execute(sql('add-migration'), [set, number, name, sha256]);
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
    return { set, number, name: file.slice(0, -4), text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}
