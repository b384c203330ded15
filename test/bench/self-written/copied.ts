import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupBy } from '#libs/domain/group-by.js';
import { type AnyFact, CREATE_TABLES, rowOf } from './fact-tables.js';
import { asClient } from './figures.js';

/** Facts as files that the server of PostgreSQL reads, one for each table. */
export interface FactFiles {
  readonly byTable: ReadonlyMap<string, string>;
  remove(): void;
}

export function writeFactFiles(facts: readonly AnyFact[]): FactFiles {
  const folder = mkdtempSync(join(tmpdir(), 'cx-bench-copied-'));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as a user of its own
  const rows = groupBy(facts.map(rowOf), ({ table }) => table);
  const byTable = new Map<string, string>();
  for (const [table, own] of rows) {
    const path = join(folder, `${table}.csv`);
    writeFileSync(path, own.map(({ values }) => `${values.map(cell).join()}\n`).join(''));
    byTable.set(table, path);
  }
  return { byTable, remove: () => rmSync(folder, { recursive: true }) };
}

function cell(value: unknown): string {
  return `"${value instanceof Date ? value.toISOString() : String(value).replaceAll('"', '""')}"`;
}

export async function createTables(url: string): Promise<void> {
  await asClient(url, (client) => client.query(CREATE_TABLES));
}

/** One COPY for each table, in one transaction, then statistics: as an import of many facts is written in SQL. */
export async function copyFacts(url: string, { byTable }: FactFiles): Promise<void> {
  await asClient(url, async (client) => {
    await client.query('begin');
    for (const [table, path] of byTable) await client.query(`copy ${table} from '${path}' (format csv)`);
    await client.query('commit');
    await client.query('analyze');
  });
}
