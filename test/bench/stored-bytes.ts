import type { Database } from '#libs/postgres/database.js';

/** The bytes of a table on disk, of its rows and of each of its indexes. */
export interface TableBytes {
  readonly table: string;
  /** With what PostgreSQL keeps beside the rows: large values, maps of free space. */
  readonly rows: number;
  readonly indexes: ReadonlyMap<string, number>;
}

interface Row {
  readonly table: string;
  readonly index: string | null;
  readonly bytes: bigint;
}

/** Where the bytes of a database are, the largest table first. Tables of PostgreSQL itself are left out. */
export async function storedBytes(database: Pick<Database, 'query'>): Promise<TableBytes[]> {
  const rows = await database.query<Row>(`
    select pg_class.relname::text as table, null as index, pg_table_size(pg_class.oid) as bytes
    from pg_class
    where pg_class.relkind = 'r' and pg_class.relnamespace = 'public'::regnamespace
    union all
    select pg_class.relname::text, index.relname::text, pg_relation_size(index.oid)
    from pg_class
    join pg_index on pg_index.indrelid = pg_class.oid
    join pg_class as index on index.oid = pg_index.indexrelid
    where pg_class.relkind = 'r' and pg_class.relnamespace = 'public'::regnamespace`);
  const tables = rows
    .filter(({ index }) => index === null)
    .map(({ table, bytes }) => ({
      ...{ table, rows: Number(bytes) },
      indexes: new Map(
        rows
          .filter((row) => row.table === table && row.index !== null)
          .map((row) => [row.index ?? '', Number(row.bytes)]),
      ),
    }));
  return tables.toSorted((a, b) => totalOf(b) - totalOf(a));
}

export function totalOf({ rows, indexes }: TableBytes): number {
  return [...indexes.values()].reduce((sum, bytes) => sum + bytes, rows);
}
