import type { Database } from '#libs/postgres/database.js';

/** Every row of every table of a database as text, by the name of the table; bytes are in hexadecimal. What a dump of it would hold. */
export async function everythingStored(database: Database): Promise<ReadonlyMap<string, string>> {
  const tables = await database.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  );
  const stored = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select stored::text as row from ${name} as stored`);
    stored.set(name, rows.map(({ row }) => row).join('\n'));
  }
  return stored;
}

/** The tables that hold a text, as text or as bytes, wherever in a row. */
export async function tablesThatHold(database: Database, text: string): Promise<string[]> {
  const hex = Buffer.from(text).toString('hex');
  const stored = await everythingStored(database);
  return [...stored].filter(([, rows]) => rows.includes(text) || rows.includes(hex)).map(([name]) => name);
}
